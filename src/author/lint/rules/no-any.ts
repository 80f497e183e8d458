import { codesOf } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/** Where types are switched off, the type checker cannot say that a program is what its author thinks. */
export const noAny: LintRule = {
  name: 'no-any',
  severity: 'warning',
  summary: 'No snippet switches types off: `any`, `Any`, `@ts-ignore`, `type: ignore`.',
  *check(task) {
    for (const { code, outline } of codesOf(task))
      for (const { start, end } of outline.looseTypes)
        yield {
          span: code.spanAt(start, end),
          message: `\`${code.text.slice(start, end)}\` switches the type checker off`,
          hint: 'Say the type; where it is not known, `unknown` or `object` with a check',
        }
  },
}
