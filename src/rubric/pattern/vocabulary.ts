import { stem } from '../text/stem.ts'

/** What a word is looked up by: itself, its stem, a text that it begins with, or one that it has in it. */
export type Mark = 'word' | 'stem' | 'prefix' | 'fragment'

/** Prefixes and fragments are looked up by their first so many letters. */
const LETTERS = 3

/** Numbered marks, and for each word those that it bears, however many marks there are. */
export class Vocabulary {
  readonly #marks = {
    word: new Map<string, number>(),
    stem: new Map<string, number>(),
    prefix: new Places(),
    fragment: new Places(),
  }
  #size = 0

  /** How many marks there are: they are numbered from 0, and none is taken away. */
  get size(): number {
    return this.#size
  }

  /** The number of a mark; the same one has the same number. */
  numberOf(mark: Mark, text: string): number {
    const marks = this.#marks[mark]
    const before = marks.get(text)
    if (before !== undefined) return before
    const number = this.#size
    this.#size += 1
    marks.set(text, number)
    return number
  }

  /** The numbers of the marks that a lower-case word bears. */
  marksOf(word: string): readonly number[] {
    const numbers = new Set<number>()
    const { word: words, stem: stems, prefix, fragment } = this.#marks
    for (const number of [words.get(word), stems.get(stem(word))])
      if (number !== undefined) numbers.add(number)
    prefix.collectAt(word, 0, numbers)
    for (let start = 0; start < word.length; start += 1) fragment.collectAt(word, start, numbers)
    return [...numbers]
  }
}

/** Texts with a number each, looked up by how they begin. */
class Places {
  readonly #byLetters = new Map<string, [text: string, number: number][]>()

  get(text: string): number | undefined {
    return this.#byLetters.get(text.slice(0, LETTERS))?.find(([one]) => one === text)?.[1]
  }

  /** Adds a text that is not there. */
  set(text: string, number: number): void {
    const letters = text.slice(0, LETTERS)
    const others = this.#byLetters.get(letters)
    if (others) others.push([text, number])
    else this.#byLetters.set(letters, [[text, number]])
  }

  /** Adds the numbers of those that stand at a place of a word. */
  collectAt(word: string, start: number, numbers: Set<number>): void {
    const last = Math.min(start + LETTERS, word.length)
    for (let end = start; end <= last; end += 1)
      for (const [text, number] of this.#byLetters.get(word.slice(start, end)) ?? [])
        if (word.startsWith(text, start)) numbers.add(number)
  }
}
