import type { CorpusFinding, CorpusRule } from '../rule.ts'
import type { TaskSketch } from '../sketch.ts'

/** Of all rows of a corpus, how many may be without a defect, in per cent. */
const MOST_CLEAN = 20

/**
 * Reports where so many rows are clean that an agent which finds nothing anywhere does well. It is the corpus that is
 * out of balance, so every task with more than its share is named.
 */
export const noCleanSurplus: CorpusRule = {
  name: 'no-clean-surplus',
  severity: 'warning',
  summary: 'At most a fifth of a corpus’s rows have no defect.',
  open: () => ({ update() {}, findings }),
}

function* findings(tasks: readonly TaskSketch[]): Iterable<CorpusFinding> {
  const clean = tasks.reduce((sum, { variants }) => sum + variants.clean, 0)
  const rows = tasks.reduce((sum, { variants }) => sum + variants.rows, 0)
  if (clean * 100 <= rows * MOST_CLEAN) return
  const [worst, ...others] = tasks
    .filter(({ variants }) => variants.clean * 100 > variants.rows * MOST_CLEAN)
    .toSorted((a, b) => shareOf(b) - shareOf(a))
  if (!worst) return
  yield {
    spot: worst.variants.spot,
    message: `${clean} of the corpus’s ${rows} rows have no defect, and at most ${MOST_CLEAN} % should: here ${worst.variants.clean} of ${worst.variants.rows}`,
    notes: others.map(({ id, variants }) => ({
      message: `\`${id}\` has ${variants.clean} of ${variants.rows}`,
      spot: variants.spot,
    })),
    hint: 'Leave `clean` out of the variants of some of these tasks, or list more variants with defects',
  }
}

function shareOf({ variants }: TaskSketch): number {
  return variants.clean / variants.rows
}
