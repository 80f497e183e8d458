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

interface Word {
  readonly word: string
  readonly users: number
}

/** Prefixes are looked up by so many letters. */
const LETTERS = 3

/** How many items' right answers use each word, and which words begin alike, both in the order of the corpus. */
interface WordCounts {
  readonly users: ReadonlyMap<string, Word & { readonly order: number }>
  readonly byLetters: ReadonlyMap<string, readonly string[]>
  /** What was found for a pattern: those of packs come again with many items. */
  readonly known: Map<string, Word>
}

function countWords(items: TaskSketch['items']): WordCounts {
  const counts = new Map<string, number>()
  for (const { stems } of items) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  const users = new Map([...counts].map(([word, users], order) => [word, { word, users, order }]))
  const byLetters = new Map<string, string[]>()
  for (const word of counts.keys()) {
    const alike = byLetters.get(word.slice(0, LETTERS))
    if (alike) alike.push(word)
    else byLetters.set(word.slice(0, LETTERS), [word])
  }
  return { users, byLetters, known: new Map() }
}

function commonest(patterns: readonly SingleWord[], counts: WordCounts): Word {
  let most: Word = { word: '', users: 0 }
  for (const pattern of patterns) {
    const found = counts.known.get(pattern.pattern) ?? commonestOf(pattern, counts)
    counts.known.set(pattern.pattern, found)
    if (found.users > most.users) most = found
  }
  return most
}

function commonestOf({ stems, prefixes }: SingleWord, { users, byLetters }: WordCounts): Word {
  const beginning = prefixes.flatMap((prefix) => {
    const alike =
      prefix.length < LETTERS ? [...users.keys()] : (byLetters.get(prefix.slice(0, LETTERS)) ?? [])
    return alike.filter((word) => word.startsWith(prefix))
  })
  let most = { word: '', users: 0, order: 0 }
  for (const word of [...stems, ...beginning]) {
    const one = users.get(word)
    if (!one || one.users < most.users || (one.users === most.users && one.order > most.order)) continue
    most = one
  }
  return most
}
