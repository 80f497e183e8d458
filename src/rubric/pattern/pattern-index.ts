import type { Sentence } from '../text/sentence.ts'
import { functionWords } from '../text/words.ts'
import { marksIn, marksOfSentence } from './marks.ts'
import { holdsWhereNeedsAre, type Need, type Pattern, type Term } from './pattern.ts'

interface Entry<Tag> {
  readonly tag: Tag
  readonly pattern: Pattern
  /** What it needs besides that by which it is looked up. */
  readonly others: readonly Need[]
  /** The last sentence that it was tried on, counted from 1. */
  tried: number
}

/**
 * Many patterns, held against one sentence after another. Each is looked up by the rarest of what it needs; only those
 * are tried of which the sentence has one.
 */
export class PatternIndex<Tag> {
  /** By the number of a mark that words of a sentence bear. */
  readonly #byMark: (Entry<Tag>[] | null)[] = []
  /** What has no word to be looked up by. */
  readonly #unmarked: Entry<Tag>[] = []
  #sentences = 0

  constructor(entries: Iterable<readonly [Tag, Pattern]>) {
    for (const [tag, pattern] of entries) this.#add(tag, pattern)
  }

  /** The tags of which some pattern holds. */
  heldBy(sentence: Sentence): ReadonlySet<Tag> {
    this.#sentences += 1
    const held = new Set<Tag>()
    for (const mark of marksIn(sentence)) {
      const entries = this.#byMark[mark]
      if (entries) this.#tryAll(entries, sentence, held)
    }
    this.#tryAll(this.#unmarked, sentence, held)
    return held
  }

  #tryAll(entries: readonly Entry<Tag>[], sentence: Sentence, held: Set<Tag>): void {
    const marks = marksOfSentence(sentence)
    for (const entry of entries) {
      if (entry.tried === this.#sentences) continue
      entry.tried = this.#sentences
      if (
        marks.hasSomeOfEach(entry.others) &&
        !held.has(entry.tag) &&
        holdsWhereNeedsAre(entry.pattern, sentence)
      )
        held.add(entry.tag)
    }
  }

  #add(tag: Tag, pattern: Pattern): void {
    const [rarest, ...others] = rarestFirst(pattern)
    const entry = { tag, pattern, others, tried: 0 }
    if (!rarest) this.#unmarked.push(entry)
    for (const mark of rarest ?? []) {
      // Without holes, in which V8 would look for a number as in a dictionary.
      while (this.#byMark.length <= mark) this.#byMark.push(null)
      const entries = this.#byMark[mark] ?? []
      entries.push(entry)
      this.#byMark[mark] = entries
    }
  }
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
