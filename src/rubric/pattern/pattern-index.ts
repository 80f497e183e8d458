import type { Sentence } from '../text/normal-text.ts'
import { functionWords } from '../text/words.ts'
import { marksIn, marksOfSentence } from './marks.ts'
import { haveAll, holdsWithin, isFoundIn, type Pattern, type Term } from './pattern.ts'
import { Vocabulary } from './vocabulary.ts'

interface Entry<Tag> {
  readonly tag: Tag
  readonly pattern: Pattern
  /** What it needs besides that by which it is looked up. */
  readonly others: readonly Term[]
  /** The last sentence that it was tried on, counted from 1. */
  tried: number
}

/**
 * Many patterns, held against one sentence after another. Each is looked up by the words that its rarest term, or the
 * regular expression, needs one of; only those are tried of which the sentence has one.
 */
export class PatternIndex<Tag> {
  /** By the number of a mark that words of a sentence bear. */
  readonly #byMark: Entry<Tag>[][] = []
  /** By the number of a fragment. */
  readonly #byFragment: Entry<Tag>[][] = []
  readonly #fragments = new Vocabulary()
  /** What has no word to be looked up by. */
  readonly #unmarked: Entry<Tag>[] = []
  #sentences = 0

  constructor(entries: Iterable<readonly [Tag, Pattern]>) {
    for (const [tag, pattern] of entries) this.#add(tag, pattern)
  }

  /** The tags of which some pattern holds. */
  heldBy(sentence: Sentence): ReadonlySet<Tag> {
    this.#sentences += 1
    const marks = marksOfSentence(sentence)
    const held = new Set<Tag>()
    const tryAll = (entries: readonly Entry<Tag>[] = []) => {
      for (const entry of entries) {
        if (entry.tried === this.#sentences) continue
        entry.tried = this.#sentences
        if (!held.has(entry.tag) && haveAll(marks, entry.others) && holds(entry.pattern, sentence))
          held.add(entry.tag)
      }
    }
    for (const mark of marksIn(sentence)) tryAll(this.#byMark[mark])
    for (const { word } of sentence.tokens)
      for (const fragment of this.#fragments.marksOf(word)) tryAll(this.#byFragment[fragment])
    tryAll(this.#unmarked)
    return held
  }

  #add(tag: Tag, pattern: Pattern): void {
    if (pattern.kind === 'words') {
      const [rarest, ...others] = pattern.terms.toSorted((a, b) => commonness(a) - commonness(b))
      const entry = { tag, pattern, others, tried: 0 }
      for (const mark of rarest?.marks ?? []) listAt(this.#byMark, mark).push(entry)
      return
    }
    const entry = { tag, pattern, others: [], tried: 0 }
    const [needed] = pattern.needed
    if (!needed) this.#unmarked.push(entry)
    for (const text of needed ?? [])
      listAt(this.#byFragment, this.#fragments.numberOf('fragment', longestWord(text))).push(entry)
  }
}

function holds(pattern: Pattern, { text, tokens }: Sentence): boolean {
  return pattern.kind === 'regex' ? isFoundIn(pattern, text) : holdsWithin(pattern, tokens)
}

function listAt<Entry>(lists: Entry[][], number: number): Entry[] {
  const list = lists[number] ?? []
  lists[number] = list
  return list
}

/** A word of grammar stands in so many sentences as this many others. */
const GRAMMAR = 20

/** How many sentences have a word of a term, more or less; more for prefixes, which are short as a rule. */
function commonness({ stems, prefixes }: Term): number {
  return [...stems].reduce((sum, stem) => sum + (functionWords.has(stem) ? GRAMMAR : 1), prefixes.length)
}

/** Of a text that a regular expression needs, the longest piece that one word of a sentence must have. */
function longestWord(text: string): string {
  return text.split(' ').reduce((best, piece) => (piece.length > best.length ? piece : best), '')
}
