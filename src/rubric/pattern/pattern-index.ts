import type { Sentence } from '../text/normal-text.ts'
import { functionWords } from '../text/words.ts'
import { matchesSentence, type Pattern, type Term } from './pattern.ts'

/** Prefixes are looked up by so many letters. */
const LETTERS = 3

interface Entry<Tag> {
  readonly tag: Tag
  readonly pattern: Pattern
}

/**
 * Many patterns, held against one sentence after another. Of each one word is looked up first, and only those are tried
 * of which the sentence has it.
 */
export class PatternIndex<Tag> {
  readonly #byStem = new Map<string, Entry<Tag>[]>()
  readonly #byLetters = new Map<string, Entry<Tag>[]>()
  /** What has no word to be looked up by. */
  readonly #others: Entry<Tag>[] = []

  constructor(entries: Iterable<readonly [Tag, Pattern]>) {
    for (const [tag, pattern] of entries) this.#add({ tag, pattern })
  }

  /** The tags of which some pattern holds. */
  heldBy(sentence: Sentence): ReadonlySet<Tag> {
    const held = new Set<Tag>()
    const tried = new Set<Entry<Tag>>()
    const tryAll = (entries: readonly Entry<Tag>[]) => {
      for (const entry of entries) {
        if (held.has(entry.tag) || tried.has(entry)) continue
        tried.add(entry)
        if (matchesSentence(entry.pattern, sentence)) held.add(entry.tag)
      }
    }
    for (const { stem, word } of sentence.tokens) {
      tryAll(this.#byStem.get(stem) ?? [])
      tryAll(this.#byLetters.get(word.slice(0, LETTERS)) ?? [])
    }
    tryAll(this.#others)
    return held
  }

  #add(entry: Entry<Tag>): void {
    const { pattern } = entry
    const term = pattern.kind === 'words' ? rarest(pattern.terms) : null
    if (term === null) {
      this.#others.push(entry)
      return
    }
    for (const stem of term.stems) listAt(this.#byStem, stem).push(entry)
    for (const prefix of term.prefixes) listAt(this.#byLetters, prefix.slice(0, LETTERS)).push(entry)
  }
}

/** A word of grammar stands in so many sentences as this many others. */
const GRAMMAR = 20

/** The term that fewest sentences have a word of, of those that can be looked up; null where there is none. */
function rarest(terms: readonly Term[]): Term | null {
  const count = ({ stems, prefixes }: Term) =>
    [...stems].reduce((sum, stem) => sum + (functionWords.has(stem) ? GRAMMAR : 1), prefixes.length)
  return terms
    .filter(({ prefixes }) => prefixes.every(({ length }) => length >= LETTERS))
    .reduce<Term | null>((best, term) => (best === null || count(term) < count(best) ? term : best), null)
}

function listAt<Tag>(index: Map<string, Entry<Tag>[]>, key: string): Entry<Tag>[] {
  const list = index.get(key) ?? []
  index.set(key, list)
  return list
}
