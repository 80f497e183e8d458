import { MAX_RANGE_LINES } from '../../../model/finding.ts'
import { linesOf } from '../../task/compose.ts'
import type { LintRule } from '../rule.ts'

/** A finding spans a few lines; an anchor that spans more gives its place away to anybody who is roughly there. */
export const noWideAnchor: LintRule = {
  name: 'no-wide-anchor',
  severity: 'warning',
  summary: 'An anchor spans no more lines than a finding can.',
  *check({ items, files }) {
    for (const { spec, anchor, span } of items) {
      const file = files.find(({ path }) => path === anchor.path)
      if (!file) continue
      const [first, last] = linesOf(file.code.text, anchor)
      if (last - first + 1 <= MAX_RANGE_LINES) continue
      yield {
        span,
        message: `The anchor of \`${spec.id}\` spans ${last - first + 1} lines, and a finding at most ${MAX_RANGE_LINES}`,
        hint: 'Name the line that is wrong with `at:`',
      }
    }
  },
}
