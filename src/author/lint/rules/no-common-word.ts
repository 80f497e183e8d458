import type { CorpusCheck, CorpusFinding, CorpusRule } from '../rule.ts'
import type { SingleWord } from '../single-words.ts'
import type { TaskSketch } from '../sketch.ts'

/** With fewer items, a tenth of them says nothing. */
const LEAST_ITEMS = 20

/** Words that right answers to many other items use as well tell this one from none of them. */
export const noCommonWord: CorpusRule = {
  name: 'no-common-word',
  severity: 'warning',
  summary: 'No item is explained by single words that right answers to a tenth of all items use.',
  open: () => new CommonWords(),
}

type Item = TaskSketch['items'][number]

interface Word {
  readonly word: string
  /** How many items' right answers use it. */
  readonly users: number
}

class CommonWords implements CorpusCheck {
  readonly #items = new Set<Item>()
  readonly #users = new Map<string, number>()
  /** Words that could be common: those that a twentieth of as many items as {@link #counted} use, and some that did. */
  #candidates = new Set<string>()
  #counted = 0
  #common: readonly string[] = []
  /** Items of which each group has a pattern that a common word meets. */
  #explained = new Set<Item>()

  update(gone: ReadonlySet<TaskSketch>, added: readonly TaskSketch[]): void {
    for (const item of [...gone].flatMap(({ items }) => items)) this.#remove(item)
    const fresh = added.flatMap(({ items }) => items)
    for (const item of fresh) this.#add(item)
    if (this.#items.size < this.#counted / 2 || this.#items.size > this.#counted * 2) this.#recount()
    const before = this.#common.join()
    const words = [...this.#candidates].sort()
    this.#common = words.filter((word) => this.#usersOf(word) * 10 > this.#items.size)
    // Whatever is common, an item that was not changed is told by the same words.
    const isSame = this.#common.join() === before
    if (!isSame) this.#explained = new Set()
    const isMet = remember(meeting(this.#common))
    for (const item of isSame ? fresh : this.#items)
      if (item.singleWords.length > 0 && item.singleWords.every((group) => group.some(isMet)))
        this.#explained.add(item)
  }

  *findings(tasks: readonly TaskSketch[]): Iterable<CorpusFinding> {
    if (this.#items.size < LEAST_ITEMS || this.#explained.size === 0) return
    const items = tasks.flatMap((task) => task.items)
    const commonestOf = remember((pattern) => this.#commonest(pattern, items))
    for (const item of items) {
      if (!this.#explained.has(item)) continue
      const common = item.singleWords.map((patterns) => mostUsed(patterns.map(commonestOf)))
      const words = [...new Set(common.map(({ word }) => `\`${word}\``))].join(' and ')
      yield {
        spot: item.spot,
        message: `${words} explain \`${item.id}\`, and right answers to ${Math.min(...common.map(({ users }) => users))} of the corpus’s ${items.length} items say so`,
        hint: 'Ask for a second word beside it, one that only this item is about',
      }
    }
  }

  #add(item: Item): void {
    this.#items.add(item)
    for (const stem of item.stems) {
      const users = this.#usersOf(stem) + 1
      this.#users.set(stem, users)
      if (users * 20 > this.#counted) this.#candidates.add(stem)
    }
  }

  #remove(item: Item): void {
    this.#items.delete(item)
    this.#explained.delete(item)
    for (const stem of item.stems) {
      const users = this.#usersOf(stem) - 1
      if (users > 0) this.#users.set(stem, users)
      else this.#users.delete(stem)
    }
  }

  #recount(): void {
    this.#counted = this.#items.size
    const often = [...this.#users].filter(([, users]) => users * 20 > this.#counted)
    this.#candidates = new Set(often.map(([word]) => word))
  }

  #usersOf(word: string): number {
    return this.#users.get(word) ?? 0
  }

  /** Of those that meet a pattern and are used alike, the one that comes first in the corpus. */
  #commonest(pattern: SingleWord, items: readonly Item[]): Word {
    const words = wordsMeeting(pattern, this.#common)
    const users = Math.max(0, ...words.map((word) => this.#usersOf(word)))
    const most = words.filter((word) => this.#usersOf(word) === users)
    const [first] = most.length < 2 ? most : most.toSorted((a, b) => firstUse(a, items) - firstUse(b, items))
    return { word: first ?? '', users }
  }
}

/** Of groups of alternatives the one that is used most; of equals, the first. */
function mostUsed(words: readonly Word[]): Word {
  return words.reduce((most, word) => (word.users > most.users ? word : most), { word: '', users: 0 })
}

/** Whether any of these words, sorted, meets a pattern. */
function meeting(words: readonly string[]): (pattern: SingleWord) => boolean {
  const known = new Set(words)
  return ({ stems, prefixes }) =>
    stems.some((stem) => known.has(stem)) ||
    prefixes.some((prefix) => words[firstFrom(words, prefix)]?.startsWith(prefix))
}

/** Where the first of sorted words stands that does not come before another one. */
function firstFrom(words: readonly string[], word: string): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}

/** Of these words the ones that an alternative of a pattern is met by. */
function wordsMeeting({ stems, prefixes }: SingleWord, words: readonly string[]): readonly string[] {
  return words.filter((word) => stems.includes(word) || prefixes.some((prefix) => word.startsWith(prefix)))
}

/** A number that grows with where a word is first used, the stems of an item being sorted. */
function firstUse(word: string, items: readonly Item[]): number {
  const index = items.findIndex(({ stems }) => stems.includes(word))
  const place = items[index]?.stems.indexOf(word) ?? 0
  return index + place / 1e6
}

/** The same function, which asks nothing twice: patterns of packs come again with many items. */
function remember<Result>(ask: (pattern: SingleWord) => Result): (pattern: SingleWord) => Result {
  const known = new Map<string, Result>()
  return (pattern) => {
    const before = known.get(pattern.pattern)
    if (before !== undefined) return before
    const found = ask(pattern)
    known.set(pattern.pattern, found)
    return found
  }
}
