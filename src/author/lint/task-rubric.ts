import type { Note } from '../../core/diagnostic.ts'
import { type Concept, type Concepts, compileConcepts, holdingPattern } from '../../rubric/concept.ts'
import {
  type Evidence,
  type EvidenceResult,
  evidenceHolds,
  standingOf,
  weighEvidence,
} from '../../rubric/evidence.ts'
import { headConcepts, packPatterns } from '../../rubric/packs/packs.ts'
import { compileRegexLater } from '../../rubric/pattern/compile-regex.ts'
import type { PolarityUse } from '../../rubric/pattern/pattern.ts'
import { lackOfFocus, lackOfSubstance } from '../../rubric/substance.ts'
import { createEchoFilter, echoesIn } from '../../rubric/text/echo.ts'
import { clean, type NormalText, normalText } from '../../rubric/text/normal-text.ts'
import { type Veto, vetoOf } from '../../rubric/veto.ts'
import type { Path } from '../syntax/tree.ts'
import { groupsOf } from '../task/concepts.ts'
import { shownCodes, type Task, type TaskItem } from '../task/task.ts'

/** What rules about texts need: the grader's own reading of them, in the author's names for concepts. */
export interface TaskRubric {
  readonly concepts: Concepts
  readonly items: readonly RubricItem[]
  /** A text as the grader reads it. */
  read(text: string): NormalText
  /** Holds a text against evidence as the grader would hold a finding's. */
  weigh(evidence: Evidence, text: string, use?: PolarityUse): EvidenceResult
  /** Whether it holds, as `weigh` would say. */
  holds(evidence: Evidence, text: string): boolean
  /** Why a text is too thin or too broad for any finding, or null. */
  lack(text: string): string | null
  /** Why a text speaks against the item, though it is about it; null when it does not. */
  veto(one: RubricItem, text: string): Veto | null
  /** What the grader leaves out of a text because it stands in the code, and where it stands. */
  quotations(text: string): readonly Note[]
  /** Whether a text would be read, and held, if nothing were left out of it. */
  holdsUnabridged(evidence: Evidence, text: string): boolean
  /** Whether remedy groups hold on a text. */
  recommends(groups: readonly (readonly string[])[], text: string): boolean
}

export interface RubricItem {
  readonly item: TaskItem
  readonly index: number
  readonly path: Path
  readonly evidence: Evidence
}

/** The heads are named apart, so that a task's own concept of the same name does not stand in for one. */
const HEAD = 'head:'
const heads = new Map([...headConcepts].map(([kind, id]) => [kind, HEAD + id]))
/** The same for every task, so that what they find in a sentence is kept from task to task. */
const headsAlone = compileConcepts(
  Object.fromEntries([...headConcepts.values()].map((id) => [HEAD + id, packPatterns[id] ?? []])),
  compileRegexLater,
)

export function readRubric(task: Task): TaskRubric {
  const own = Object.fromEntries([...task.concepts].map(([id, { patterns }]) => [id, patterns]))
  const concepts = compileConcepts(own)
  const codes = shownCodes(task.files).map(({ code }) => code)
  const codeTexts = codes.map(({ text }) => text)
  const echo = createEchoFilter(codeTexts)
  // Rules ask the same of the same texts again and again.
  const read = remember((text: string) => normalText(echo(clean(text))))
  const holding = rememberHolding()
  const lack = remember((text: string) => lackOf(read(text)))
  const weigh: TaskRubric['weigh'] = (evidence, text, use = 'heeded') =>
    weighEvidence(evidence, read(text), concepts, use, holding)
  const holds: TaskRubric['holds'] = (evidence, text) =>
    evidenceHolds(evidence, read(text), concepts, holding)
  return {
    concepts,
    items: task.items.map((item, index) => ({
      item,
      index,
      path: ['rubric', index],
      evidence: evidenceOf(item),
    })),
    read,
    weigh,
    holds,
    lack,
    veto({ evidence, item: { spec } }, text) {
      const kinds = [spec.kind, ...(spec.accept_kinds ?? [])]
      const normal = read(text)
      const standing = standingOf(evidence, normal, concepts, holding)
      return vetoOf({ evidence, kinds, heads, headConcepts: headsAlone, concepts }, normal, normal, standing)
    },
    quotations: (text) =>
      echoesIn(codeTexts, clean(text)).map((echo) => ({
        message: `Not read, as quoted from the code: “${echo.text}”`,
        span: codes[echo.place.file]?.spanAt(echo.place.start, echo.place.end) ?? null,
      })),
    holdsUnabridged(evidence, text) {
      const whole = normalText(clean(text))
      return lackOf(whole) === null && evidenceHolds(evidence, whole, concepts)
    },
    recommends: (groups, text) => holds({ all: groups, any: null, none: [] }, text),
  }
}

function lackOf(text: NormalText): string | null {
  return lackOfSubstance(text) ?? lackOfFocus(text, heads, headsAlone)
}

/** The same function, which makes nothing twice. */
function remember<Result>(make: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    if (!known.has(text)) known.set(text, make(text))
    return known.get(text) as Result
  }
}

function rememberHolding(): typeof holdingPattern {
  const known = {
    heeded: new WeakMap<NormalText, Map<Concept, number | null>>(),
    ignored: new WeakMap<NormalText, Map<Concept, number | null>>(),
  }
  return (concept, text, use = 'heeded') => {
    const ofText = known[use].get(text) ?? new Map<Concept, number | null>()
    known[use].set(text, ofText)
    const before = ofText.get(concept)
    if (before !== undefined) return before
    const found = holdingPattern(concept, text, use)
    ofText.set(concept, found)
    return found
  }
}

function evidenceOf({ spec: { evidence } }: TaskItem): Evidence {
  return { all: groupsOf(evidence?.all), any: evidence?.any ?? null, none: evidence?.none ?? [] }
}
