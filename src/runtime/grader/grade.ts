import { type Finding, MAX_RANGE_LINES } from '../../model/finding.ts'
import { kindOfCwe } from '../../model/kinds/kinds.ts'
import type { FindingEntry, Ledger } from '../../model/ledger.ts'
import type { RowItem, RowMark, RowRubric } from '../bundle/opened.ts'
import { explainedQuality, intersects } from './quality.ts'

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

type Verdict = Pick<FindingEntry, 'class' | 'item'> & Partial<Pick<FindingEntry, 'quality'>>

function classify(rubric: RowRubric, earlier: readonly FindingEntry[], finding: Finding): Verdict {
  const kind = statedKind(finding)
  if (kind === null) return { class: 'vague', item: null }
  const eligible = rubric.items.filter((item) => isEligible(finding, kind, item))
  const isTaken = (id: string) => earlier.some((entry) => entry.item === id && entry.class === 'matched')
  const claim = eligible.find(({ id }) => !isTaken(id))
  if (claim) return { class: 'matched', item: claim.id, quality: explainedQuality(finding, claim) }
  const [repeated] = eligible
  if (repeated) return { class: 'duplicate', item: repeated.id }
  return classifyUnmatched(rubric, earlier, finding, kind)
}

function classifyUnmatched(
  rubric: RowRubric,
  earlier: readonly FindingEntry[],
  finding: Finding,
  kind: string,
): Verdict {
  const decoy = rubric.decoys.find((mark) => isAbout(finding, kind, mark))
  if (decoy) return { class: 'decoy', item: decoy.id }
  const accepted = isNarrow(finding) ? rubric.accepted.filter((mark) => isAbout(finding, kind, mark)) : []
  const isAbsorbed = (id: string) => earlier.some((entry) => entry.item === id && entry.class === 'neutral')
  const free = accepted.find(({ id }) => !isAbsorbed(id))
  if (free) return { class: 'neutral', item: free.id }
  const [repeated] = accepted
  return repeated ? { class: 'duplicate', item: repeated.id } : { class: 'false-positive', item: null }
}

/** The kind that a finding names, by its word or by a CWE number that covers only one; null when it names none. */
export function statedKind({ kind, cwe }: Pick<Finding, 'kind' | 'cwe'>): string | null {
  if (kind) return kind
  return cwe ? (kindOfCwe(cwe)?.id ?? null) : null
}

/** The gates of location and kind. */
function isEligible(finding: Finding, kind: string, item: RowItem): boolean {
  return isNarrow(finding) && intersects(finding.file, finding.range, item.scope) && item.kinds.has(kind)
}

function isNarrow({ range: [first, last] }: Finding): boolean {
  return last - first + 1 <= MAX_RANGE_LINES
}

function isAbout(finding: Finding, kind: string, mark: RowMark): boolean {
  return intersects(finding.file, finding.range, mark.at, MARK_SLACK) && mark.kinds.has(kind)
}
