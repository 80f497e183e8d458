import type { Sentence } from '../text/sentence.ts'
import { functionWords } from '../text/words.ts'
import { type Marks, marksIn, marksOfSentence } from './marks.ts'
import type { Need, Pattern, Term } from './pattern.ts'

/** Those of the patterns of an index that may hold on a sentence. */
export interface Candidates {
  /** The numbers of their groups, each once. */
  readonly groups: readonly number[]
  /** For each of these groups, which. */
  readonly patterns: readonly (readonly Pattern[])[]
}

/**
 * Groups of patterns, numbered from 0, of which one sentence after another may meet some. Each pattern is looked up by the
 * rarest of what it needs.
 */
export class PatternIndex {
  readonly #patterns: readonly Pattern[]
  /** By the number of a pattern. */
  readonly #groupOf: Int32Array
  /** By the number of a need: its marks. */
  readonly #marksOf: Lists
  /** By the number of a mark: those of the needs that it meets by which patterns are looked up. */
  readonly #keysOf: Lists
  /** By the number of a need: for each pattern that is looked up by it, its number, how many other needs it has, and these. */
  readonly #lookedUpBy: Lists
  /** By the number of a need: the last sentence, counted from 1, whose patterns were looked up by it. */
  readonly #lookedUp: Float64Array
  /** The last sentence that was held against a need; less than nothing where it did not meet it. */
  readonly #met: Float64Array
  /** Patterns that need nothing. */
  readonly #needless: readonly number[]
  #sentences = 0

  constructor(groups: readonly (readonly Pattern[])[]) {
    this.#patterns = groups.flat()
    this.#groupOf = Int32Array.from(groups.flatMap((patterns, group) => patterns.map(() => group)))
    const numbers = new Map<string, number>()
    const needs: Need[] = []
    const numberOf = (need: Need): number => {
      const spelling = need.join()
      const before = numbers.get(spelling)
      if (before !== undefined) return before
      numbers.set(spelling, needs.length)
      return needs.push(need) - 1
    }
    const lookedUpBy: number[][] = []
    const needless: number[] = []
    for (const [index, pattern] of this.#patterns.entries()) {
      const [rarest, ...others] = rarestFirst(pattern).map(numberOf)
      if (rarest === undefined) needless.push(index)
      else addTo(lookedUpBy, rarest, index, others.length, ...others)
    }
    const keysOf: number[][] = []
    for (const [number, { length }] of lookedUpBy.entries())
      if (length > 0) for (const mark of needs[number] ?? []) addTo(keysOf, mark, number)
    this.#marksOf = new Lists(needs)
    this.#keysOf = new Lists(keysOf)
    this.#lookedUpBy = new Lists(lookedUpBy)
    this.#lookedUp = new Float64Array(needs.length)
    this.#met = new Float64Array(needs.length)
    this.#needless = needless
  }

  /** Those of the patterns that may hold on a sentence: it has all that they need. */
  candidatesFor(sentence: Sentence): Candidates {
    const groups: number[] = []
    const patterns: Pattern[][] = []
    const add = (index: number) => {
      const pattern = this.#patterns[index]
      const group = this.#groupOf[index]
      if (pattern === undefined || group === undefined) return
      const others = patterns[groups.indexOf(group)]
      if (others) {
        others.push(pattern)
      } else {
        groups.push(group)
        patterns.push([pattern])
      }
    }
    this.#sentences += 1
    const marks = marksOfSentence(sentence)
    const { numbers } = this.#keysOf
    for (const mark of marksIn(sentence)) {
      const end = this.#keysOf.end(mark)
      for (let at = this.#keysOf.start(mark); at < end; at += 1) {
        const key = numbers[at] ?? 0
        if (this.#lookedUp[key] === this.#sentences) continue
        this.#lookedUp[key] = this.#sentences
        this.#lookUp(key, marks, add)
      }
    }
    for (const index of this.#needless) add(index)
    return { groups, patterns }
  }

  /** Adds those of the patterns that are looked up by a need whose others are met too. */
  #lookUp(key: number, marks: Marks, add: (index: number) => void): void {
    const { numbers } = this.#lookedUpBy
    const end = this.#lookedUpBy.end(key)
    for (let at = this.#lookedUpBy.start(key); at < end; ) {
      const next = at + 2 + (numbers[at + 1] ?? 0)
      if (this.#areMet(at + 2, next, marks)) add(numbers[at] ?? 0)
      at = next
    }
  }

  #areMet(start: number, end: number, marks: Marks): boolean {
    const { numbers } = this.#lookedUpBy
    for (let at = start; at < end; at += 1) if (!this.#isMet(numbers[at] ?? 0, marks)) return false
    return true
  }

  /** Many patterns share their needs, so each is held against a sentence once. */
  #isMet(need: number, marks: Marks): boolean {
    const met = this.#met[need] ?? 0
    if (Math.abs(met) === this.#sentences) return met > 0
    const isMet = marks.hasSomeOf(this.#marksOf.numbers, this.#marksOf.start(need), this.#marksOf.end(need))
    this.#met[need] = isMet ? this.#sentences : -this.#sentences
    return isMet
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
