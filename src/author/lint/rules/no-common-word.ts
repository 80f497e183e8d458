import type { CorpusRule } from '../rule.ts'
import type { SingleWord } from '../single-words.ts'
import type { TaskSketch } from '../sketch.ts'

/** With fewer items, a tenth of them says nothing. */
const LEAST_ITEMS = 20

/** Words that right answers to many other items use as well tell this one from none of them. */
export const noCommonWord: CorpusRule = {
  name: 'no-common-word',
  severity: 'warning',
  summary: 'No item is explained by single words that right answers to a tenth of all items use.',
  *checkCorpus(tasks) {
    const items = tasks.flatMap((task) => task.items)
    if (items.length < LEAST_ITEMS) return
    const counts = countWords(items)
    for (const { id, spot, singleWords } of items) {
      const common = singleWords.map((patterns) => commonest(patterns, counts))
      if (common.length === 0 || common.some(({ users }) => users * 10 <= items.length)) continue
      const words = [...new Set(common.map(({ word }) => `\`${word}\``))].join(' and ')
      yield {
        spot,
        message: `${words} explain \`${id}\`, and right answers to ${Math.min(...common.map(({ users }) => users))} of the corpus’s ${items.length} items say so`,
        hint: 'Ask for a second word beside it, one that only this item is about',
      }
    }
  },
}

function countWords(items: TaskSketch['items']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { stems } of items) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return counts
}

interface Word {
  readonly word: string
  readonly users: number
}

function commonest(patterns: readonly SingleWord[], counts: ReadonlyMap<string, number>): Word {
  let most: Word = { word: '', users: 0 }
  for (const { stems, prefixes } of patterns)
    for (const [word, users] of counts) {
      const fits = stems.includes(word) || prefixes.some((prefix) => word.startsWith(prefix))
      if (fits && users > most.users) most = { word, users }
    }
  return most
}
