import { type Concepts, holdingPattern } from './concept.ts'
import type { PolarityUse } from './pattern/pattern.ts'
import type { NormalText } from './text/normal-text.ts'

/** What a text must express: of each group some concept, enough of `any`, and nothing of `none`. Ids of concepts. */
export interface Evidence {
  readonly all: readonly (readonly string[])[]
  readonly any: { readonly of: readonly string[]; readonly min: number } | null
  readonly none: readonly string[]
}

/** Which concept and pattern made a part of evidence hold; null where it does not. */
export interface Proof {
  readonly concept: string
  readonly pattern: number
}

export interface EvidenceResult {
  readonly holds: boolean
  /** One for each group of `all`. */
  readonly all: readonly (Proof | null)[]
  readonly any: readonly Proof[]
  /** The forbidden concepts that the text expresses. */
  readonly none: readonly Proof[]
}

/**
 * Holds evidence against a text. With polarity ignored, `none` is left out: a denial of it is no reason to refuse.
 * `holding` may answer from what it knows already.
 */
export function weighEvidence(
  { all, any, none }: Evidence,
  text: NormalText,
  concepts: Concepts,
  use: PolarityUse = 'heeded',
  holding: typeof holdingPattern = holdingPattern,
): EvidenceResult {
  const proof = (id: string): Proof | null => {
    const pattern = holding(conceptNamed(concepts, id), text, use)
    return pattern === null ? null : { concept: id, pattern }
  }
  const proofs = (ids: readonly string[]) => ids.map(proof).filter((one) => one !== null)
  const groups = all.map((ids) => firstOf(ids, proof))
  const extra = any ? proofs(any.of) : []
  const forbidden = use === 'heeded' ? proofs(none) : []
  const holds =
    groups.every((proof) => proof !== null) && extra.length >= (any?.min ?? 0) && forbidden.length === 0
  return { holds, all: groups, any: extra, none: forbidden }
}

function firstOf<Entry, Found>(
  entries: readonly Entry[],
  find: (entry: Entry) => Found | null,
): Found | null {
  for (const entry of entries) {
    const found = find(entry)
    if (found !== null) return found
  }
  return null
}

/**
 * How a text stands to evidence: it meets it; it strays, for it says all of it and a forbidden thing besides; it denies
 * it, for only with polarity ignored it says all of it; or it lacks some of it.
 */
export type Standing = 'meets' | 'strays' | 'denies' | 'lacks'

/** Tries no more of the evidence than it takes to tell. `holding` may answer from what it knows already. */
export function standingOf(
  { all, any, none }: Evidence,
  text: NormalText,
  concepts: Concepts,
  holding: typeof holdingPattern = holdingPattern,
): Standing {
  const holds = (id: string, use: PolarityUse) => holding(conceptNamed(concepts, id), text, use) !== null
  const parts = [
    ...all.map((ids) => (use: PolarityUse) => ids.some((id) => holds(id, use))),
    (use: PolarityUse) => any === null || any.of.filter((id) => holds(id, use)).length >= any.min,
  ]
  let use: PolarityUse = 'heeded'
  for (const says of parts) {
    if (says(use)) continue
    if (use === 'ignored' || !says('ignored')) return 'lacks'
    use = 'ignored'
  }
  if (use === 'ignored') return 'denies'
  return none.some((id) => holds(id, use)) ? 'strays' : 'meets'
}

/** Whether evidence holds on a text, when no more is to be known: nothing is tried that makes no difference. */
export function evidenceHolds(
  { all, any, none }: Evidence,
  text: NormalText,
  concepts: Concepts,
  holding: typeof holdingPattern = holdingPattern,
): boolean {
  const holds = (id: string) => holding(conceptNamed(concepts, id), text) !== null
  return (
    all.every((ids) => ids.some(holds)) &&
    (any === null || any.of.filter(holds).length >= any.min) &&
    !none.some(holds)
  )
}

/** Whether remedy groups hold on a text: of each group some concept. */
export function groupsHold(
  groups: readonly (readonly string[])[],
  text: NormalText,
  concepts: Concepts,
): boolean {
  return evidenceHolds({ all: groups, any: null, none: [] }, text, concepts)
}

function conceptNamed(concepts: Concepts, id: string) {
  const concept = concepts.get(id)
  if (!concept) throw new Error(`Concept ${id} is missing`)
  return concept
}
