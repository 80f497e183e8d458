import type { Span } from '../../../core/source.ts'
import { nodeAt } from '../../syntax/tree.ts'
import { codesOf, type Task } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'
import { tellingWord } from '../telling-words.ts'

/** What reviewers are told must not tell them that something is wrong, or what. */
export const noTellingWord: LintRule = {
  name: 'no-telling-word',
  severity: 'error',
  summary: 'No title, context, tag or comment announces a defect or names the kind of one.',
  *check(task) {
    const kinds = task.spec.rubric.map(({ kind }) => kind)
    for (const { what, text, span } of toldTexts(task)) {
      const word = tellingWord(text, kinds)
      if (word === null) continue
      yield {
        span,
        message: `${what} says \`${word}\`, which gives a defect away`,
        hint: 'Say what the code is for, as its author would who knows of no defect',
      }
    }
  },
}

interface ToldText {
  readonly what: string
  readonly text: string
  readonly span: Span
}

function toldTexts(task: Task): readonly ToldText[] {
  const {
    spec,
    source: { root },
  } = task
  const at = (...path: (string | number)[]) => nodeAt(root, path).span
  return [
    { what: 'The title', text: spec.title, span: at('title') },
    { what: 'The context', text: spec.context, span: at('context') },
    ...(spec.tags ?? []).map((text, index) => ({ what: 'This tag', text, span: at('tags', index) })),
    ...codesOf(task).flatMap(({ code, outline }) =>
      outline.comments.map(({ text, start, end }) => ({
        what: 'This comment',
        text,
        span: code.spanAt(start, end),
      })),
    ),
  ]
}
