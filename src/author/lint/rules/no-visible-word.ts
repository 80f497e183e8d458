import { normalText } from '../../../rubric/text/normal-text.ts'
import { nodeAt } from '../../syntax/tree.ts'
import { shownCodes } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'
import { holdsOn, singleWordsOf } from '../single-words.ts'

/** One word is one bit of evidence, and none at all where it can be read off the page. */
export const noVisibleWord: LintRule = {
  name: 'no-visible-word',
  severity: 'error',
  summary: 'No item is explained by single words that are in the code, the title or the context.',
  *check(task, rubric) {
    const { spec, files, source } = task
    const visible = [
      spec.title,
      spec.context,
      ...shownCodes(files).flatMap(({ outline }) => [
        outline.identifiers.join(' '),
        ...outline.comments.map(({ text }) => text),
      ]),
    ]
    const tokens = visible.flatMap((text) =>
      normalText(text).sentences.flatMap((sentence) => sentence.tokens),
    )
    for (const { item, path } of rubric.items) {
      const seen = singleWordsOf(task, item).map((patterns) =>
        tokens.find((token) => patterns.some((one) => holdsOn(one, token))),
      )
      if (seen.length === 0 || seen.includes(undefined)) continue
      const words = [...new Set(seen.map((token) => `\`${token?.word}\``))].join(' and ')
      yield {
        span: nodeAt(source.root, [...path, 'evidence']).span,
        message: `${words} can be read off the page, and no more is asked for to explain \`${item.spec.id}\``,
        hint: 'Ask for a second word beside it, one that says what is wrong with it',
      }
    }
  },
}
