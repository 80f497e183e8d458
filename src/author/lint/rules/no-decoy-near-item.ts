import { linesOf } from '../../task/compose.ts'
import type { Place, Task } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/** Closer than this, an honest finding about the item could land on the decoy. */
const LINES_APART = 6

export const noDecoyNearItem: LintRule = {
  name: 'no-decoy-near-item',
  severity: 'error',
  summary: 'No decoy stands within six lines of an item that accepts one of its kinds.',
  *check(task) {
    for (const decoy of task.decoys) {
      for (const item of task.items) {
        const accepted = [item.spec.kind, ...(item.spec.accept_kinds ?? [])]
        const shared = decoy.spec.kinds.find((kind) => accepted.includes(kind))
        const distance = linesBetween(task, decoy.place, item.anchor)
        if (shared === undefined || distance === null || distance > LINES_APART) continue
        yield {
          span: decoy.span,
          message: `Decoy \`${decoy.spec.id}\` is ${distance} lines from \`${item.spec.id}\`, and both accept \`${shared}\``,
          notes: [{ message: 'The item is here', span: item.span }],
          hint: `Keep more than ${LINES_APART} lines between them, or give them different kinds`,
        }
      }
    }
  },
}

/** How many lines lie between two places, 0 when they touch; null when they are in different files. */
function linesBetween({ files }: Task, a: Place, b: Place): number | null {
  const file = files.find(({ path }) => path === a.path)
  if (!file || a.path !== b.path) return null
  const [first, second] = [linesOf(file.code.text, a), linesOf(file.code.text, b)]
  return Math.max(0, first[0] - second[1], second[0] - first[1])
}
