import type { Concepts } from './concept.ts'
import { holdsWhereNeedsAre, type Pattern, type PolarityUse } from './pattern/pattern.ts'
import { PatternIndex } from './pattern/pattern-index.ts'
import type { NormalText } from './text/normal-text.ts'
import type { Sentence, SentenceKinds } from './text/sentence.ts'

/** The head concept of each kind. */
type Heads = ReadonlyMap<string, string>

/** Those of which a sentence may speak by its words. Whether it does is found out when somebody asks. */
class SpokenKinds implements SentenceKinds {
  readonly index: PatternIndex<string>
  readonly #sentence: Sentence
  /** The patterns by which it may. */
  readonly #patterns: ReadonlyMap<string, readonly Pattern[]>
  /** Those for which this has been asked. */
  readonly #known = new Map<string, boolean>()

  constructor(sentence: Sentence, index: PatternIndex<string>) {
    this.index = index
    this.#sentence = sentence
    this.#patterns = index.candidatesFor(sentence)
  }

  possible(): readonly string[] {
    const possible = []
    for (const kind of this.#patterns.keys()) if (this.#known.get(kind) !== false) possible.push(kind)
    return possible
  }

  include(kind: string): boolean {
    const known = this.#known.get(kind)
    if (known !== undefined) return known
    const found = this.mention(kind, 'heeded')
    this.#known.set(kind, found)
    return found
  }

  /** Whether the sentence has what a pattern of the kind's head looks for; with denials ignored, even where it denies it. */
  mention(kind: string, use: PolarityUse): boolean {
    const patterns = this.#patterns.get(kind) ?? []
    return patterns.some((pattern) => holdsWhereNeedsAre(pattern, this.#sentence, use))
  }
}

/** The kinds whose head concept a text affirms, in the order of `heads`. */
export function affirmedFamilies(text: NormalText, heads: Heads, concepts: Concepts): readonly string[] {
  const affirmed = new Set<string>()
  for (const kinds of kindsIn(text, heads, concepts))
    for (const kind of kinds.possible()) if (!affirmed.has(kind) && kinds.include(kind)) affirmed.add(kind)
  return affirmed.size < 2 ? [...affirmed] : [...heads.keys()].filter((kind) => affirmed.has(kind))
}

/** Whether a text affirms the head concepts of at most so many kinds; no more is tried than it takes to tell. */
export function speaksOfAtMost(most: number, text: NormalText, heads: Heads, concepts: Concepts): boolean {
  const all = kindsIn(text, heads, concepts)
  const possible = new Set<string>()
  for (const kinds of all) for (const kind of kinds.possible()) possible.add(kind)
  let left = possible.size
  for (const kind of possible) {
    if (left <= most) return true
    if (!all.some((kinds) => kinds.include(kind))) left -= 1
  }
  return left <= most
}

/** Whether a text speaks of a kind by its head concept, and never but to say that it is not there. */
export function onlyDenies(kind: string, text: NormalText, heads: Heads, concepts: Concepts): boolean {
  const all = kindsIn(text, heads, concepts)
  return all.some((kinds) => kinds.mention(kind, 'ignored')) && !all.some((kinds) => kinds.include(kind))
}

/** What each sentence may speak of. Many texts share sentences, so each is read once. */
function kindsIn({ sentences }: NormalText, heads: Heads, concepts: Concepts): readonly SentenceKinds[] {
  const index = indexOf(heads, concepts)
  return sentences.map((sentence) => {
    if (sentence.kinds?.index !== index) sentence.kinds = new SpokenKinds(sentence, index)
    return sentence.kinds
  })
}

const indexes = new WeakMap<Concepts, WeakMap<Heads, PatternIndex<string>>>()

function indexOf(heads: Heads, concepts: Concepts): PatternIndex<string> {
  const byHeads = indexes.get(concepts) ?? new WeakMap<Heads, PatternIndex<string>>()
  indexes.set(concepts, byHeads)
  const before = byHeads.get(heads)
  if (before) return before
  const patterns = [...heads].flatMap(([kind, id]) =>
    (concepts.get(id)?.patterns ?? []).map((pattern) => [kind, pattern] as const),
  )
  const index = new PatternIndex(patterns)
  byHeads.set(heads, index)
  return index
}
