import type { Sentence } from '../text/normal-text.ts'
import { functionWords } from '../text/words.ts'
import { holdsWithin, type Pattern, type Term } from './pattern.ts'
import { WordTests } from './word-tests.ts'

interface Entry<Tag> {
  readonly tag: Tag
  readonly pattern: Pattern
  /** Some word of a sentence must fit each of these tests, or the pattern does not hold. */
  readonly tests: readonly number[]
}

/**
 * Many patterns, held against one sentence after another. Which tests some word of the sentence fits is found first, and
 * only patterns are tried of which none is left over.
 */
export class PatternIndex<Tag> {
  readonly #words = new WordTests()
  /** By the number of the test that fewest sentences pass. */
  readonly #byTest: Entry<Tag>[][] = []
  /** What has no word to be looked up by. */
  readonly #others: Entry<Tag>[] = []
  /** For each test, the last sentence that passed it, counted from 1. */
  readonly #passed: number[] = []
  #sentences = 0

  constructor(entries: Iterable<readonly [Tag, Pattern]>) {
    for (const [tag, pattern] of entries) this.#add(tag, pattern)
    this.#passed = new Array<number>(this.#words.size).fill(0)
  }

  /** The tags of which some pattern holds. */
  heldBy(sentence: Sentence): ReadonlySet<Tag> {
    const held = new Set<Tag>()
    for (const number of this.#passedBy(sentence)) this.#try(this.#byTest[number] ?? [], sentence, held)
    this.#try(this.#others, sentence, held)
    return held
  }

  /** The tests that some word of a sentence fits. */
  #passedBy({ tokens }: Sentence): readonly number[] {
    this.#sentences += 1
    const numbers: number[] = []
    for (const { word } of tokens)
      for (const number of this.#words.fitting(word)) {
        if (this.#passed[number] === this.#sentences) continue
        this.#passed[number] = this.#sentences
        numbers.push(number)
      }
    return numbers
  }

  #try(entries: readonly Entry<Tag>[], sentence: Sentence, held: Set<Tag>): void {
    for (const { tag, pattern, tests } of entries) {
      if (held.has(tag) || !this.#arePassed(tests)) continue
      if (pattern.kind === 'regex' ? pattern.test(sentence.text) : holdsWithin(pattern, sentence))
        held.add(tag)
    }
  }

  #arePassed(tests: readonly number[]): boolean {
    for (const test of tests) if (this.#passed[test] !== this.#sentences) return false
    return true
  }

  #add(tag: Tag, pattern: Pattern): void {
    const byRarity =
      pattern.kind === 'words' ? pattern.terms.toSorted((a, b) => commonness(a) - commonness(b)) : []
    const tests =
      pattern.kind === 'words'
        ? byRarity.map(({ stems, prefixes }) => this.#words.add({ stems, prefixes, fragments: [] }))
        : fragmentsOf(pattern.needed).map((fragments) =>
            this.#words.add({ stems: [], prefixes: [], fragments }),
          )
    const [rarest] = tests
    const list = rarest === undefined ? this.#others : this.#listAt(rarest)
    list.push({ tag, pattern, tests })
  }

  #listAt(test: number): Entry<Tag>[] {
    const list = this.#byTest[test] ?? []
    this.#byTest[test] = list
    return list
  }
}

/** A word of grammar stands in so many sentences as this many others. */
const GRAMMAR = 20

/** How many sentences have a word of a term, more or less; more for prefixes, which are short as a rule. */
function commonness({ stems, prefixes }: Term): number {
  return [...stems].reduce((sum, stem) => sum + (functionWords.has(stem) ? GRAMMAR : 1), prefixes.length)
}

/** Of each text that a regular expression needs one of, the longest piece that one word of a sentence must have. */
function fragmentsOf(needed: readonly string[] | null): readonly (readonly string[])[] {
  if (needed === null) return []
  return [
    needed.map((text) =>
      text.split(' ').reduce((best, piece) => (piece.length > best.length ? piece : best), ''),
    ),
  ]
}
