import { type Concept, type Concepts, compileConcepts, holdingPattern } from '../../rubric/concept.ts'
import { type Evidence, type EvidenceResult, weighEvidence } from '../../rubric/evidence.ts'
import { headConcepts, packPatterns } from '../../rubric/packs/packs.ts'
import type { PolarityUse } from '../../rubric/pattern/pattern.ts'
import { affirmedFamilies, lackOfFocus, lackOfSubstance } from '../../rubric/substance.ts'
import { createEchoFilter } from '../../rubric/text/echo.ts'
import { clean, type NormalText, normalText } from '../../rubric/text/normal-text.ts'
import { type Veto, vetoOf } from '../../rubric/veto.ts'
import type { Path } from '../syntax/tree.ts'
import { groupsOf } from '../task/concepts.ts'
import { shownCodes, type Task, type TaskItem } from '../task/task.ts'

/** What rules about texts need: the grader's own reading of them, in the author's names for concepts. */
export interface TaskRubric {
  readonly concepts: Concepts
  readonly items: readonly RubricItem[]
  /** Holds a text against evidence as the grader would hold a finding's. */
  weigh(evidence: Evidence, text: string, use?: PolarityUse): EvidenceResult
  /** Why a text is too thin or too broad for any finding, or null. */
  lack(text: string): string | null
  /** Why a text speaks against the item, though it is about it; null when it does not. */
  veto(one: RubricItem, text: string): Veto | null
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
)

export function readRubric(task: Task): TaskRubric {
  const own = Object.fromEntries([...task.concepts].map(([id, { patterns }]) => [id, patterns]))
  const concepts = new Map([...compileConcepts(own), ...headsAlone])
  const echo = createEchoFilter(shownCodes(task.files).map(({ code }) => code.text))
  // Rules ask the same of the same texts again and again.
  const read = remember((text: string) => normalText(echo(clean(text))))
  const holding = rememberHolding()
  const lack = remember(
    (text: string) =>
      lackOfSubstance(read(text)) ?? lackOfFocus(affirmedFamilies(read(text), heads, headsAlone), read(text)),
  )
  const weigh: TaskRubric['weigh'] = (evidence, text, use = 'heeded') =>
    weighEvidence(evidence, read(text), concepts, use, holding)
  return {
    concepts,
    items: task.items.map((item, index) => ({
      item,
      index,
      path: ['rubric', index],
      evidence: evidenceOf(item),
    })),
    weigh,
    lack,
    veto({ evidence, item: { spec } }, text) {
      const kinds = [spec.kind, ...(spec.accept_kinds ?? [])]
      return vetoOf({ evidence, kinds, heads, concepts }, read(text), read(text), weigh(evidence, text))
    },
    recommends: (groups, text) => weigh({ all: groups, any: null, none: [] }, text).holds,
  }
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
