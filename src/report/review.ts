import { type ExplainedFinding, formatExplanation } from './explanation.ts'
import { formatTable } from './table.ts'

/** The figures of a graded review. */
export interface ReviewFigures {
  readonly findings: readonly {
    readonly index: number
    readonly class: string
    readonly item: string | null
    readonly quality: number
  }[]
  /** They add up to the score. */
  readonly components: Readonly<Record<string, number>>
  readonly score: number
  readonly maximum: number
}

/** A graded review for people: its findings, explained or in a table, and a sum that adds up. */
export function formatReview(figures: ReviewFigures, explained: readonly ExplainedFinding[]): string {
  const body = explained.length > 0 ? explained.map(formatExplanation).join('\n\n') : findingTable(figures)
  return `${body}\n\n${sumTable(figures)}\n`
}

function findingTable({ findings }: ReviewFigures): string {
  if (findings.length === 0) return 'No findings.'
  const rows = findings.map((finding) => [
    finding.index,
    finding.class,
    finding.item ?? '–',
    finding.quality.toFixed(3),
  ])
  return formatTable(['finding', 'class', 'about', 'quality'], rows)
}

function sumTable({ components, score, maximum }: ReviewFigures): string {
  const parts = Object.entries(components)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => [name, value.toFixed(6)])
  return formatTable(
    ['component', 'value'],
    [...parts, ['score', score.toFixed(6)], ['maximum', maximum.toFixed(6)]],
  )
}
