import { stem } from '../text/stem.ts'

/** What a word is held against: it fits when its stem is among these, or it begins with one, or has one in it. */
export interface WordTest {
  readonly stems: Iterable<string>
  readonly prefixes: readonly string[]
  readonly fragments: readonly string[]
}

/** Prefixes and fragments are looked up by so many letters. */
const LETTERS = 3

const MOST_KNOWN = 20_000

/** Numbered tests, and for each word those that it fits: found once for a word, however many tests there are. */
export class WordTests {
  readonly #numbers = new Map<string, number>()
  readonly #byStem = new Map<string, number[]>()
  readonly #prefixes = new Places()
  readonly #fragments = new Places()
  readonly #known = new Map<string, readonly number[]>()

  /** How many there are: they are numbered from 0. */
  get size(): number {
    return this.#numbers.size
  }

  /** The number of a test; the same one has the same number. */
  add({ stems, prefixes, fragments }: WordTest): number {
    const spelling = JSON.stringify([[...stems].sort(), prefixes.toSorted(), fragments.toSorted()])
    const before = this.#numbers.get(spelling)
    if (before !== undefined) return before
    const number = this.#numbers.size
    this.#numbers.set(spelling, number)
    this.#known.clear()
    for (const one of stems) listAt(this.#byStem, one).push(number)
    for (const one of prefixes) this.#prefixes.add(one, number)
    for (const one of fragments) this.#fragments.add(one, number)
    return number
  }

  /** The numbers of the tests that a lower-case word fits. */
  fitting(word: string): readonly number[] {
    const before = this.#known.get(word)
    if (before) return before
    const numbers = new Set(this.#byStem.get(stem(word)))
    this.#prefixes.collectAt(word, 0, numbers)
    for (let start = 0; start < word.length; start += 1) this.#fragments.collectAt(word, start, numbers)
    const found = [...numbers]
    // Words come from strangers too: forget everything now and then instead of growing for ever.
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(word, found)
    return found
  }
}

/** Texts with a number each, looked up by how they begin. */
class Places {
  readonly #byLetters = new Map<string, [text: string, number: number][]>()
  /** Texts that are too short to be looked up by so many letters. */
  readonly #short: [text: string, number: number][] = []

  add(text: string, number: number): void {
    const list = text.length < LETTERS ? this.#short : listAt(this.#byLetters, text.slice(0, LETTERS))
    list.push([text, number])
  }

  /** Adds the numbers of those that stand at a place of a word. */
  collectAt(word: string, start: number, numbers: Set<number>): void {
    for (const [text, number] of this.#byLetters.get(word.slice(start, start + LETTERS)) ?? [])
      if (word.startsWith(text, start)) numbers.add(number)
    for (const [text, number] of this.#short) if (word.startsWith(text, start)) numbers.add(number)
  }
}

function listAt<Entry>(index: Map<string, Entry[]>, key: string): Entry[] {
  const list = index.get(key) ?? []
  index.set(key, list)
  return list
}
