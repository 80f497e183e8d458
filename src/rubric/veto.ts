import { type Concepts, holdingPattern } from './concept.ts'
import { type Evidence, weighEvidence } from './evidence.ts'
import { compileRegex } from './pattern/compile-regex.ts'
import { compilePattern, matchesPattern, type Pattern } from './pattern/pattern.ts'
import { affirmsCorrectness, isOnlyHedges } from './substance.ts'
import type { NormalText } from './text/normal-text.ts'

/** Why a text speaks against its own claim. */
export type Veto = 'denial' | 'hedge' | 'affirmation'

/** What a claim is about: its evidence, the kinds that it may be of, and how those are spoken of. */
export interface Subject {
  readonly evidence: Evidence
  readonly kinds: Iterable<string>
  readonly heads: ReadonlyMap<string, string>
  readonly concepts: Concepts
}

/**
 * Whether a text whose evidence fails speaks against the claim: it says in the words of the evidence, or of the kind,
 * that the defect is not there; it only suspects; or it calls the code right. Null when it does none of these.
 */
export function vetoOf(subject: Subject, text: NormalText, message: NormalText): Veto | null {
  const { evidence, kinds, concepts } = subject
  if (weighEvidence(evidence, text, concepts, 'ignored').holds) return 'denial'
  if ([...kinds].some((kind) => deniesKind(subject, kind, text))) return 'denial'
  if (isOnlyHedges(message)) return 'hedge'
  return affirmsCorrectness(message) ? 'affirmation' : null
}

/** A kind is spoken of by its head concept or by its own name; denied when that holds only with polarity ignored. */
function deniesKind({ heads, concepts }: Subject, kind: string, text: NormalText): boolean {
  const head = concepts.get(heads.get(kind) ?? '')
  const isHeadDenied =
    head !== undefined &&
    holdingPattern(head, text) === null &&
    holdingPattern(head, text, 'ignored') !== null
  const name = kindName(kind)
  return isHeadDenied || (!matchesPattern(name, text) && matchesPattern(name, text, 'ignored'))
}

const names = new Map<string, Pattern>()

/** The words of a kind as a pattern; after `missing`, which denies what follows, they may have either polarity. */
function kindName(kind: string): Pattern {
  let name = names.get(kind)
  if (!name) {
    const [first = '', ...rest] = kind.split('-')
    const words = first === 'missing' ? [first, ...rest.map((word) => `~${word}`)] : [first, ...rest]
    const result = compilePattern(words.join(' '), compileRegex)
    if (!result.ok) throw new Error(`The kind ${kind} is no pattern: ${result.message}`)
    name = result.pattern
    names.set(kind, name)
  }
  return name
}
