import type { Finding } from '../../model/finding.ts'
import type { FindingEntry, Ledger } from '../../model/ledger.ts'
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
 * Grades one batch of findings against what is not claimed yet: findings in the order given, the first eligible one
 * claims the item. Pure: same rubric, same ledger, same findings, same entries.
 */
export function gradeFindings(
  rubric: RowRubric,
  ledger: Ledger,
  findings: readonly Finding[],
  step: number,
): readonly FindingEntry[] {
  const entries: FindingEntry[] = ledger.filter((entry) => entry.entry === 'finding')
  const before = entries.length
  for (const finding of findings) {
    const verdict = classify(rubric, entries, finding)
    entries.push({
      entry: 'finding',
      step,
      index: entries.length,
      quality: 0,
      confidence: Math.round((finding.confidence ?? 0.5) * 1000),
      ...verdict,
    })
  }
  return entries.slice(before)
}

type Classed = Pick<FindingEntry, 'class' | 'item'> & Partial<Pick<FindingEntry, 'quality'>>

function classify(rubric: RowRubric, earlier: readonly FindingEntry[], finding: Finding): Classed {
  const reading = readFinding(rubric, finding)
  if (reading.lack !== null || reading.kind === null) return { class: 'vague', item: null }
  const verdicts = rubric.items.map((item) => judge(rubric, finding, reading, item))
  const eligible = verdicts.filter(isEligible)
  const free = eligible.find(({ item }) => claimOf(earlier, item.id) === null)
  if (free) return claim(rubric, finding, reading, free)
  const raised = eligible.find(
    (verdict) => isExplained(verdict) && claimOf(earlier, verdict.item.id) === 'located',
  )
  if (raised) return { class: 'raised', item: raised.item.id, quality: RAISED }
  const [repeated] = eligible
  if (repeated) return { class: 'duplicate', item: repeated.item.id }
  if (verdicts.some(({ veto }) => veto !== null)) return { class: 'vague', item: null }
  return classifyUnmatched(rubric, earlier, finding, reading.kind)
}

function claim(rubric: RowRubric, finding: Finding, reading: Reading, verdict: Verdict): Classed {
  const { item } = verdict
  if (!isExplained(verdict)) return { class: 'located', item: item.id, quality: LOCATED }
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
