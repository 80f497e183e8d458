import { severityWeight } from '../../../runtime/grader/price.ts'
import type { LintRule } from '../rule.ts'

/** With fewer items, one of them always weighs much. */
const LEAST_ITEMS = 3
/** No more than this of the credit, in per cent, should hang on one item. */
const MOST_OF_CREDIT = 60

/** Where one item is nearly all of the credit, the others are there for show. */
export const noLopsidedSeverities: LintRule = {
  name: 'no-lopsided-severities',
  severity: 'warning',
  summary: 'No item of three or more carries more than 60 % of a task’s credit.',
  *check({ items }) {
    if (items.length < LEAST_ITEMS) return
    const total = items.reduce((sum, { spec }) => sum + severityWeight[spec.severity], 0)
    for (const item of items) {
      const share = (severityWeight[item.spec.severity] * 100) / total
      if (share <= MOST_OF_CREDIT) continue
      yield {
        span: item.span,
        message: `\`${item.spec.id}\` carries ${Math.round(share)} % of the credit, the other ${items.length - 1} items the rest`,
        hint: 'Make the others graver, this one slighter, or a task of its own of it',
      }
    }
  },
}
