import { normalText } from '../../../rubric/text/normal-text.ts'
import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** An example in the words of another one shows nothing that the other did not. */
export const noRepeatedExample: LintRule = {
  name: 'no-repeated-example',
  severity: 'warning',
  summary: 'No two texts under an item’s `accepts` or `rejects` have the same words.',
  *check({ source }, rubric) {
    for (const { item, path } of rubric.items)
      for (const key of ['accepts', 'rejects'] as const) {
        const first = new Map<string, number>()
        for (const [index, text] of item.spec[key].entries()) {
          const words = wordsOf(text)
          const earlier = first.get(words)
          if (earlier === undefined) {
            first.set(words, index)
            continue
          }
          yield {
            span: nodeAt(source.root, [...path, key, index]).span,
            message: 'This text has the same words as an earlier one',
            notes: [{ message: 'The earlier one', span: nodeAt(source.root, [...path, key, earlier]).span }],
            hint: 'Say it as another reviewer would',
          }
        }
      }
  },
}

function wordsOf(text: string): string {
  const stems = normalText(text).sentences.flatMap(({ tokens }) =>
    tokens.map(({ stem, denied }) => (denied ? `-${stem}` : stem)),
  )
  return [...new Set(stems)].sort().join(' ')
}
