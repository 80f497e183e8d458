/** What a word is looked up by: itself, its stem, a text that it begins with, or one that it has in it. */
export type Mark = 'word' | 'stem' | 'prefix' | 'fragment'

/** Prefixes and fragments are looked up by their first so many letters. */
const LETTERS = 3
/** How many lists they are in, a power of two: enough that few letters share one. */
const LISTS = 4096

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

  /** The numbers of the marks that a lower-case word with this stem bears, each once. */
  marksOf(word: string, stem: string): readonly number[] {
    const numbers: number[] = []
    const { word: words, stem: stems, prefix, fragment } = this.#marks
    const [asWord, asStem] = [words.get(word), stems.get(stem)]
    if (asWord !== undefined) numbers.push(asWord)
    if (asStem !== undefined) numbers.push(asStem)
    prefix.collectAt(word, 0, numbers)
    for (let start = 0; start < word.length; start += 1) fragment.collectAt(word, start, numbers)
    return numbers
  }
}

/** Texts with a number each, looked up by how they begin. */
class Places {
  readonly #lists: (Place[] | null)[] = new Array<Place[] | null>(LISTS).fill(null)

  get(text: string): number | undefined {
    return this.#lists[listOf(text)]?.find((one) => one.text === text)?.number
  }

  /** Adds a text that is not there. */
  set(text: string, number: number): void {
    const list = listOf(text)
    const others = this.#lists[list]
    if (others) others.push({ text, number })
    else this.#lists[list] = [{ text, number }]
  }

  /** Adds the numbers of those that stand at a place of a word and are not there yet. */
  collectAt(word: string, start: number, numbers: number[]): void {
    const last = Math.min(start + LETTERS, word.length)
    let list = 0
    for (let end = start; ; end += 1) {
      const places = this.#lists[list]
      if (places) addThoseAt(word, start, places, numbers)
      if (end === last) return
      list = next(list, word.charCodeAt(end))
    }
  }
}

function addThoseAt(word: string, start: number, places: readonly Place[], numbers: number[]): void {
  for (const { text, number } of places)
    if (word.startsWith(text, start) && !numbers.includes(number)) numbers.push(number)
}

function listOf(text: string): number {
  let list = 0
  for (let at = 0; at < text.length && at < LETTERS; at += 1) list = next(list, text.charCodeAt(at))
  return list
}

interface Place {
  readonly text: string
  readonly number: number
}

/** The list of a text by that of all its letters but the last: reckoned, for to cut letters out of words takes longer. */
function next(list: number, letter: number): number {
  return (list * 37 + letter) % LISTS
}
