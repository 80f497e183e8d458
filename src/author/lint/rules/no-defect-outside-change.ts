import { locateKey } from '../../syntax/tree.ts'
import { isChange, isInChange } from '../../task/change.ts'
import type { LintRule } from '../rule.ts'

/** A review of a change is about what it brings; what was there before needs a reason to count. */
export const noDefectOutsideChange: LintRule = {
  name: 'no-defect-outside-change',
  severity: 'error',
  summary: 'Where a task shows a change, each item stands in lines that it brings, or says why it does not.',
  *check(task) {
    for (const [index, { spec, anchor, span }] of task.items.entries()) {
      const isInside = isInChange(task, anchor)
      if (isChange(task) && !isInside && spec.outside_change === undefined)
        yield {
          span,
          message: `The change leaves the lines of \`${spec.id}\` alone`,
          hint: 'Let the change bring it, or say with `outside_change:` why it belongs to this review',
        }
      if (spec.outside_change !== undefined && (isInside || !isChange(task)))
        yield {
          span: locateKey(task.source.root, ['rubric', index, 'outside_change']),
          message: isInside
            ? `\`${spec.id}\` stands in lines that the change brings`
            : 'The task shows no change: no snippet has `before:`',
          hint: 'Remove `outside_change`',
        }
    }
  },
}
