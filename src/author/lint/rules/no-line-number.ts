import type { Span } from '../../../core/source.ts'
import { nodeAt } from '../../syntax/tree.ts'
import type { Task } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

const LINE_NUMBER = /\blines? \d+\b|\bL\d+\b/i

/** Every variant has other lines, so a number that is right in one is wrong in the next. */
export const noLineNumber: LintRule = {
  name: 'no-line-number',
  severity: 'error',
  summary: 'No text of a task gives the number of a line.',
  *check(task) {
    for (const { text, span } of texts(task)) {
      const [number] = LINE_NUMBER.exec(text) ?? []
      if (number === undefined) continue
      yield {
        span,
        message: `\`${number}\` is another line in every variant`,
        hint: 'Name the function or the value instead',
      }
    }
  },
}

function texts({ spec, source: { root } }: Task): readonly { readonly text: string; readonly span: Span }[] {
  const at = (text: string, ...path: (string | number)[]) => ({ text, span: nodeAt(root, path).span })
  return [
    at(spec.title, 'title'),
    at(spec.context, 'context'),
    ...spec.hints.map((text, index) => at(text, 'hints', index)),
    ...spec.rubric.flatMap(({ why, accepts, rejects }, item) => [
      at(why, 'rubric', item, 'why'),
      ...accepts.map((text, index) => at(text, 'rubric', item, 'accepts', index)),
      ...rejects.map((text, index) => at(text, 'rubric', item, 'rejects', index)),
    ]),
  ]
}
