import type { Finding } from '../../model/finding.ts'
import type { FindingEntry, Ledger } from '../../model/ledger.ts'
import { lackOfFocus } from '../../rubric/substance.ts'
import type { RowMark, RowRubric } from '../bundle/opened.ts'
import { explainedQuality, intersects, LOCATED, RAISED } from './quality.ts'
import {
  isEligible,
  isExplained,
  isNarrow,
  judge,
  type Reading,
  readFinding,
  recommendsRemedy,
  type Verdict,
} from './reading.ts'

/** How far from a decoy or accepted entry a finding may be and still be about it. */
const MARK_SLACK = 1

/**
 * Grades one batch of findings against what is not claimed yet: those with a witness that proves something first, then
 * in the order given; the first eligible one claims the item. `proven` names, for each finding, the items that its
 * witness proves. Pure: same rubric, same ledger, same findings, same proofs, same entries.
 */
export function gradeFindings(
  rubric: RowRubric,
  ledger: Ledger,
  findings: readonly Finding[],
  step: number,
  proven: readonly (readonly string[])[] = [],
): readonly FindingEntry[] {
  const before: readonly FindingEntry[] = ledger.filter((entry) => entry.entry === 'finding')
  const isProof = (index: number) => (proven[index]?.length ?? 0) > 0
  const order = findings.map((_, index) => index).sort((a, b) => Number(isProof(b)) - Number(isProof(a)))
  const graded: FindingEntry[] = []
  for (const index of order) {
    const finding = findings[index]
    if (!finding) throw new Error('An order of its own')
    const proves = proven[index] ?? []
    const verdict = classify(rubric, [...before, ...graded], finding, proves)
    graded.push({
      entry: 'finding',
      step,
      index: before.length + index,
      quality: verdict.quality ?? 0,
      confidence: Math.round((finding.confidence ?? 0.5) * 1000),
      proven: finding.witness ? verdict.item !== null && proves.includes(verdict.item) : null,
      class: verdict.class,
      item: verdict.item,
    })
  }
  return graded.sort((a, b) => a.index - b.index)
}

type Classed = Pick<FindingEntry, 'class' | 'item'> & Partial<Pick<FindingEntry, 'quality'>>

function classify(
  rubric: RowRubric,
  earlier: readonly FindingEntry[],
  finding: Finding,
  proven: readonly string[],
): Classed {
  const reading = readFinding(rubric, finding)
  if (lackOf(rubric, reading, proven) !== null || reading.kind === null) return { class: 'vague', item: null }
  const verdicts = rubric.items
    .map((item) => judge(rubric, finding, reading, item))
    .filter(({ isInPlace, isOfKind }) => isInPlace && isOfKind)
    .map((verdict): Weighed => {
      const { item, veto } = verdict
      const isProven = proven.includes(item.id)
      const isFit = isProven || isEligible(verdict)
      return { item, veto, isProven, isFit, isTold: isProven || isExplained(verdict) }
    })
  const eligible = verdicts.filter(({ isFit }) => isFit)
  const free = eligible.find(({ item }) => claimOf(earlier, item.id) === null)
  if (free) return claim(rubric, finding, reading, free)
  const raised = eligible.find(({ item, isTold }) => isTold && claimOf(earlier, item.id) === 'located')
  if (raised) return { ...claim(rubric, finding, reading, raised), ...raise(raised) }
  const [repeated] = eligible
  if (repeated) return { class: 'duplicate', item: repeated.item.id }
  if (verdicts.some(({ veto }) => veto !== null)) return { class: 'vague', item: null }
  return classifyUnmatched(rubric, earlier, finding, reading.kind)
}

/** What the gates say of an item, the witness included. */
interface Weighed extends Pick<Verdict, 'item' | 'veto'> {
  readonly isProven: boolean
  /** Open to a claim. */
  readonly isFit: boolean
  /** Explained, by words or by proof. */
  readonly isTold: boolean
}

/** A proof stands for words, however few; it does not narrow a text that speaks of everything. */
function lackOf(rubric: RowRubric, { lack, text }: Reading, proven: readonly string[]): string | null {
  if (lack === null || proven.length === 0) return lack
  return lackOfFocus(text, rubric.heads, rubric.concepts)
}

/** By words alone a raise is flat; a proof raises to what it would have been worth at first. */
function raise({ isProven }: Weighed): Partial<Classed> {
  return isProven ? { class: 'raised' } : { class: 'raised', quality: RAISED }
}

function claim(
  rubric: RowRubric,
  finding: Finding,
  reading: Reading,
  { item, isTold }: Weighed,
): Classed & Pick<FindingEntry, 'quality'> {
  if (!isTold) return { class: 'located', item: item.id, quality: LOCATED }
  const quality = explainedQuality(
    finding,
    item,
    recommendsRemedy(rubric, reading, item) ? 'recommended' : 'left out',
  )
  return { class: 'matched', item: item.id, quality }
}

/** How an item stands: not claimed yet, claimed by place and kind only, or explained (a raise explains it too). */
function claimOf(earlier: readonly FindingEntry[], id: string): 'located' | 'explained' | null {
  const classes = earlier.filter(({ item }) => item === id).map((entry) => entry.class)
  if (classes.includes('matched') || classes.includes('raised')) return 'explained'
  return classes.includes('located') ? 'located' : null
}

function classifyUnmatched(
  rubric: RowRubric,
  earlier: readonly FindingEntry[],
  finding: Finding,
  kind: string,
): Classed {
  const decoy = rubric.decoys.find((mark) => isAbout(finding, kind, mark))
  if (decoy) return { class: 'decoy', item: decoy.id }
  const accepted = isNarrow(finding) ? rubric.accepted.filter((mark) => isAbout(finding, kind, mark)) : []
  const isAbsorbed = (id: string) => earlier.some((entry) => entry.item === id && entry.class === 'neutral')
  const free = accepted.find(({ id }) => !isAbsorbed(id))
  if (free) return { class: 'neutral', item: free.id }
  const [repeated] = accepted
  return repeated ? { class: 'duplicate', item: repeated.id } : { class: 'false-positive', item: null }
}

function isAbout(finding: Finding, kind: string, mark: RowMark): boolean {
  return intersects(finding.file, finding.range, mark.at, MARK_SLACK) && mark.kinds.has(kind)
}
