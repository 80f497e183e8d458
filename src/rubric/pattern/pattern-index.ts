import type { Sentence } from '../text/sentence.ts'
import { functionWords } from '../text/words.ts'
import { marksIn } from './marks.ts'
import type { Need, Pattern, Term } from './pattern.ts'

/**
 * Many patterns, of which one sentence after another may meet some. Each is looked up by the rarest of what it needs.
 */
export class PatternIndex<Tag> {
  readonly #patterns: readonly (readonly [Tag, Pattern])[]
  /** By the number of a mark: the needs that it meets. */
  readonly #needsOf: Lists
  /** By the number of a need: for each pattern that is looked up by it, its number, how many other needs it has, and these. */
  readonly #lookedUpBy: Lists
  /** By the number of a need: the last sentence that met it, counted from 1. */
  readonly #met: Float64Array
  /** Patterns that need nothing. */
  readonly #needless: readonly number[]
  #sentences = 0

  constructor(entries: Iterable<readonly [Tag, Pattern]>) {
    this.#patterns = [...entries]
    const numbers = new Map<string, number>()
    const needsOf: number[][] = []
    const numberOf = (need: Need): number => {
      const spelling = need.join()
      const before = numbers.get(spelling)
      if (before !== undefined) return before
      const number = numbers.size
      numbers.set(spelling, number)
      for (const mark of need) addTo(needsOf, mark, number)
      return number
    }
    const lookedUpBy: number[][] = []
    const needless: number[] = []
    for (const [index, [, pattern]] of this.#patterns.entries()) {
      const [rarest, ...others] = rarestFirst(pattern).map(numberOf)
      if (rarest === undefined) needless.push(index)
      else addTo(lookedUpBy, rarest, index, others.length, ...others)
    }
    this.#needsOf = new Lists(needsOf)
    this.#lookedUpBy = new Lists(lookedUpBy)
    this.#met = new Float64Array(numbers.size)
    this.#needless = needless
  }

  /** Those of the patterns that may hold on a sentence, by their tags: it has all that they need. */
  candidatesFor(sentence: Sentence): ReadonlyMap<Tag, readonly Pattern[]> {
    const candidates = new Map<Tag, Pattern[]>()
    const needs = this.#meet(sentence)
    const { numbers } = this.#lookedUpBy
    for (const need of needs) {
      const end = this.#lookedUpBy.end(need)
      for (let at = this.#lookedUpBy.start(need); at < end; ) {
        const index = numbers[at] ?? 0
        const next = at + 2 + (numbers[at + 1] ?? 0)
        if (this.#areMet(at + 2, next)) this.#addTo(candidates, index)
        at = next
      }
    }
    for (const index of this.#needless) this.#addTo(candidates, index)
    return candidates
  }

  /** The needs that the words of a sentence meet, each once. */
  #meet(sentence: Sentence): readonly number[] {
    this.#sentences += 1
    const needs: number[] = []
    const { numbers } = this.#needsOf
    for (const mark of marksIn(sentence)) {
      const end = this.#needsOf.end(mark)
      for (let at = this.#needsOf.start(mark); at < end; at += 1) {
        const need = numbers[at] ?? 0
        if (this.#met[need] === this.#sentences) continue
        this.#met[need] = this.#sentences
        needs.push(need)
      }
    }
    return needs
  }

  #areMet(start: number, end: number): boolean {
    const { numbers } = this.#lookedUpBy
    for (let at = start; at < end; at += 1) if (this.#met[numbers[at] ?? 0] !== this.#sentences) return false
    return true
  }

  #addTo(candidates: Map<Tag, Pattern[]>, index: number): void {
    const entry = this.#patterns[index]
    if (!entry) return
    const [tag, pattern] = entry
    const others = candidates.get(tag)
    if (others) others.push(pattern)
    else candidates.set(tag, [pattern])
  }
}

/** Lists of numbers in one piece: what is read together lies together. */
class Lists {
  readonly numbers: Int32Array
  readonly #starts: Int32Array

  constructor(lists: readonly (readonly number[])[]) {
    this.numbers = Int32Array.from(lists.flat())
    this.#starts = new Int32Array(lists.length + 1)
    for (const [index, { length }] of lists.entries())
      this.#starts[index + 1] = (this.#starts[index] ?? 0) + length
  }

  /** Where a list starts; with {@link end}, an empty one where there is none. */
  start(list: number): number {
    return list + 1 < this.#starts.length ? (this.#starts[list] ?? 0) : 0
  }

  end(list: number): number {
    return list + 1 < this.#starts.length ? (this.#starts[list + 1] ?? 0) : 0
  }
}

function addTo(lists: number[][], list: number, ...numbers: readonly number[]): void {
  while (lists.length <= list) lists.push([])
  lists[list]?.push(...numbers)
}

function rarestFirst(pattern: Pattern): readonly Need[] {
  if (pattern.kind === 'regex') return pattern.needs
  const common = new Map(pattern.needs.map((need, index) => [need, commonness(pattern.terms[index])]))
  return pattern.needs.toSorted((a, b) => (common.get(a) ?? 0) - (common.get(b) ?? 0))
}

/** A word of grammar stands in so many sentences as this many others. */
const GRAMMAR = 20

/** How many sentences have a word of a term, more or less; more for prefixes, which are short as a rule. */
function commonness(term: Term | undefined): number {
  const { stems, prefixes } = term ?? { stems: [], prefixes: [] }
  return [...stems].reduce((sum, stem) => sum + (functionWords.has(stem) ? GRAMMAR : 1), prefixes.length)
}
