import { closesWithAllClear } from './closing-verdict.ts'
import type { Concepts } from './concept.ts'
import { dismisses } from './dismissal.ts'
import type { Evidence, Standing } from './evidence.ts'
import { compileRegex } from './pattern/compile-regex.ts'
import { compilePattern, matchesPattern, type Pattern } from './pattern/pattern.ts'
import { onlyDenies } from './spoken-kinds.ts'
import { affirmsCorrectness, isOnlyHedges } from './substance.ts'
import { isOnlySuspected } from './suspicion.ts'
import type { NormalText } from './text/normal-text.ts'
import { isTextbookTalk } from './textbook.ts'

/** Why a text speaks against its own claim. */
export type Veto = 'denial' | 'hedge' | 'affirmation' | 'generality'

/** What a claim is about: its evidence, the kinds that it may be of, and how those are spoken of. */
export interface Subject {
  readonly evidence: Evidence
  readonly kinds: Iterable<string>
  readonly heads: ReadonlyMap<string, string>
  /** Those that `heads` names. */
  readonly headConcepts: Concepts
  readonly concepts: Concepts
}

/**
 * Whether a text, which stands so to the evidence, speaks against its own claim. One whose evidence holds does when it tells it only as a suspicion, comes
 * to the end that nothing is wrong, or speaks of code in general. One whose evidence fails does when it says in the words of the evidence, or of
 * the kind, that the defect is not there; when it only suspects; or when it calls the code right.
 */
export function vetoOf(
  subject: Subject,
  text: NormalText,
  message: NormalText,
  standing: Standing,
): Veto | null {
  const { evidence, kinds, concepts } = subject
  if (dismisses(text) || closesWithAllClear(text)) return 'affirmation'
  if (isTextbookTalk(text)) return 'generality'
  if (standing === 'meets') return isOnlySuspected(evidence, message, concepts) ? 'hedge' : null
  if (standing === 'denies') return 'denial'
  if ([...kinds].some((kind) => deniesKind(subject, kind, text))) return 'denial'
  if (isOnlyHedges(message)) return 'hedge'
  return affirmsCorrectness(message) ? 'affirmation' : null
}

/** A kind is spoken of by its head concept or by its own name; denied when that holds only with polarity ignored. */
function deniesKind({ heads, headConcepts }: Subject, kind: string, text: NormalText): boolean {
  if (onlyDenies(kind, text, heads, headConcepts)) return true
  const name = kindName(kind)
  // What holds with polarity heeded holds with it ignored as well, so this rules most out.
  return matchesPattern(name, text, 'ignored') && !matchesPattern(name, text)
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
