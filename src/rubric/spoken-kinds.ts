import type { Concepts } from './concept.ts'
import { holdsWhereNeedsAre, type Pattern, type PolarityUse } from './pattern/pattern.ts'
import { PatternIndex } from './pattern/pattern-index.ts'
import type { NormalText } from './text/normal-text.ts'
import type { Sentence, SentenceKinds } from './text/sentence.ts'

/** The head concept of each kind. */
type Heads = ReadonlyMap<string, string>

/** Those of which a sentence may speak by its words. Whether it does is found out when somebody asks. */
class SpokenKinds implements SentenceKinds {
  readonly index: KindIndex
  readonly kinds: readonly number[]
  readonly #sentence: Sentence
  /** For each of the kinds the patterns by which it may. */
  readonly #patterns: readonly (readonly Pattern[])[]
  /** For each of the kinds what is known by now. */
  readonly #known: (boolean | null)[]

  constructor(sentence: Sentence, index: KindIndex) {
    const { groups, patterns } = index.patterns.candidatesFor(sentence)
    this.index = index
    this.kinds = groups
    this.#sentence = sentence
    this.#patterns = patterns
    this.#known = new Array<null>(groups.length).fill(null)
  }

  include(kind: number): boolean {
    const place = this.kinds.indexOf(kind)
    if (place === -1) return false
    const found = this.#known[place] ?? this.#mentionAt(place, 'heeded')
    this.#known[place] = found
    return found
  }

  /** Whether the sentence has what a pattern of the kind's head looks for; with denials ignored, even where it denies it. */
  mention(kind: number, use: PolarityUse): boolean {
    return this.#mentionAt(this.kinds.indexOf(kind), use)
  }

  #mentionAt(place: number, use: PolarityUse): boolean {
    for (const pattern of this.#patterns[place] ?? [])
      if (holdsWhereNeedsAre(pattern, this.#sentence, use)) return true
    return false
  }
}

/** The kinds whose head concept a text affirms, in the order of `heads`. */
export function affirmedFamilies(text: NormalText, heads: Heads, concepts: Concepts): readonly string[] {
  const index = indexOf(heads, concepts)
  const all = kindsIn(text, index)
  return possibleKinds(all)
    .filter((kind) => all.some((kinds) => kinds.include(kind)))
    .sort((a, b) => a - b)
    .map((kind) => index.names[kind] ?? '')
}

/** Whether a text affirms the head concepts of at most so many kinds; no more is tried than it takes to tell. */
export function speaksOfAtMost(most: number, text: NormalText, heads: Heads, concepts: Concepts): boolean {
  const all = kindsIn(text, indexOf(heads, concepts))
  const possible = possibleKinds(all)
  let left = possible.length
  for (const kind of possible) {
    if (left <= most) return true
    if (!all.some((kinds) => kinds.include(kind))) left -= 1
  }
  return left <= most
}

/** Whether a text speaks of a kind by its head concept, and never but to say that it is not there. */
export function onlyDenies(kind: string, text: NormalText, heads: Heads, concepts: Concepts): boolean {
  const index = indexOf(heads, concepts)
  const number = index.names.indexOf(kind)
  const all = kindsIn(text, index)
  return all.some((kinds) => kinds.mention(number, 'ignored')) && !all.some((kinds) => kinds.include(number))
}

/** Those of which some sentence may speak, each once. */
function possibleKinds(all: readonly SentenceKinds[]): readonly number[] {
  const possible: number[] = []
  // There are so few that a set would take longer.
  for (const { kinds } of all) for (const kind of kinds) if (!possible.includes(kind)) possible.push(kind)
  return possible
}

/** What each sentence may speak of. Many texts share sentences, so each is read once. */
function kindsIn({ sentences }: NormalText, index: KindIndex): readonly SentenceKinds[] {
  return sentences.map((sentence) => {
    if (sentence.kinds?.index !== index) sentence.kinds = new SpokenKinds(sentence, index)
    return sentence.kinds
  })
}

/** Kinds by their numbers. */
interface KindIndex {
  readonly names: readonly string[]
  /** Those of their head concepts. */
  readonly patterns: PatternIndex
}

const indexes = new WeakMap<Concepts, WeakMap<Heads, KindIndex>>()

function indexOf(heads: Heads, concepts: Concepts): KindIndex {
  const byHeads = indexes.get(concepts) ?? new WeakMap<Heads, KindIndex>()
  indexes.set(concepts, byHeads)
  const before = byHeads.get(heads)
  if (before) return before
  const index = {
    names: [...heads.keys()],
    patterns: new PatternIndex(Array.from(heads.values(), (id) => concepts.get(id)?.patterns ?? [])),
  }
  byHeads.set(heads, index)
  return index
}
