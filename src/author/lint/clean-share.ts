import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { locateOwner } from '../syntax/tree.ts'
import type { Task } from '../task/task.ts'

/** Of all rows of a corpus, how many may be without a defect, in per cent. */
const MOST_CLEAN = 20

interface Share {
  readonly task: Task
  readonly clean: number
  readonly rows: number
}

/**
 * Warns where so many rows are clean that an agent which finds nothing anywhere does well. It is the corpus that is out
 * of balance, so every task with more than its share is named.
 */
export function lintCleanShare(tasks: readonly Task[]): readonly Diagnostic[] {
  const shares = tasks.map(
    (task): Share => ({
      task,
      clean: task.variants.filter(({ present }) => present.size === 0).length,
      rows: task.variants.length,
    }),
  )
  const clean = shares.reduce((sum, share) => sum + share.clean, 0)
  const rows = shares.reduce((sum, share) => sum + share.rows, 0)
  if (clean * 100 <= rows * MOST_CLEAN) return []
  const [worst, ...others] = shares
    .filter((share) => share.clean * 100 > share.rows * MOST_CLEAN)
    .toSorted((a, b) => b.clean / b.rows - a.clean / a.rows)
  if (!worst) return []
  return [
    diagnosticAt(
      'lint/no-clean-surplus',
      placeOf(worst),
      `${clean} of the corpus’s ${rows} rows have no defect, and at most ${MOST_CLEAN} % should: here ${worst.clean} of ${worst.rows}`,
      {
        severity: 'warning',
        notes: others.map((share) => ({
          message: `\`${share.task.spec.id}\` has ${share.clean} of ${share.rows}`,
          span: placeOf(share),
        })),
        hint: 'Leave `clean` out of the variants of some of these tasks, or list more variants with defects',
      },
    ),
  ]
}

function placeOf({ task: { source } }: Share) {
  return locateOwner(source.root, ['variants'])
}
