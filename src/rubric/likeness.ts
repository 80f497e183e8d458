import type { NormalText } from './text/normal-text.ts'

/** How much nearer to a wrong answer a text must be than to any right one, before it is taken for one. */
const MARGIN = 0.03

/** Weights are whole numbers, so that sums do not depend on their order. */
const UNIT = 1000

/** Finds the wrong answer that a text is like, if it is less like every right one. */
export type LikenessTest = (text: NormalText) => string | null

/** An author's example with its words as read. */
interface Example {
  readonly source: string
  readonly words: ReadonlySet<string>
}

/** One whose words have been weighed against those of all examples. */
interface Weighed {
  readonly source: string
  readonly words: readonly { readonly word: string; readonly weight: number }[]
  /** The weights of its words, added up. */
  readonly weight: number
}

/**
 * Compares texts with an author's right and wrong answers by the words that they share, denied ones apart, rarer ones
 * counting more (Dice). It only ever speaks against a text: likeness to a right answer proves nothing.
 */
export function createLikenessTest(
  rights: readonly string[],
  wrongs: readonly string[],
  read: (text: string) => NormalText,
): LikenessTest {
  const example = (source: string): Example => ({ source, words: wordsOf(read(source)) })
  const examples = { right: rights.map(example), wrong: wrongs.map(example) }
  const weigh = weightsIn([...examples.right, ...examples.wrong])
  const weighed = ({ source, words }: Example): Weighed => ({
    source,
    words: Array.from(words, (word) => ({ word, weight: weigh(word) })),
    weight: weightOf(words, weigh),
  })
  const [right, wrong] = [examples.right.map(weighed), examples.wrong.map(weighed)]
  return (text) => {
    const words = wordsOf(text)
    const weight = weightOf(words, weigh)
    const likeness = (one: Weighed) => dice(words, one.words, weight + one.weight)
    const best = Math.max(0, ...right.map(likeness))
    let found: string | null = null
    let most = best + MARGIN
    for (const one of wrong) {
      const value = likeness(one)
      if (value > most) [found, most] = [one.source, value]
    }
    return found
  }
}

function wordsOf({ sentences }: NormalText): ReadonlySet<string> {
  const words = new Set<string>()
  for (const { tokens } of sentences)
    for (const { stem, denied, negated } of tokens) words.add(denied || negated ? `-${stem}` : stem)
  return words
}

/** A word that stands in many examples says little. Square roots are exact on every machine, logarithms are not. */
function weightsIn(examples: readonly Example[]): (word: string) => number {
  const counts = new Map<string, number>()
  for (const { words } of examples) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weights = new Map(
    Array.from(counts, ([word, count]) => [word, Math.floor(UNIT / Math.sqrt(1 + count))]),
  )
  return (word) => weights.get(word) ?? UNIT
}

function weightOf(words: Iterable<string>, weigh: (word: string) => number): number {
  let sum = 0
  for (const word of words) sum += weigh(word)
  return sum
}

/** `all` is what the words of both weigh. */
function dice(a: ReadonlySet<string>, b: Weighed['words'], all: number): number {
  let shared = 0
  for (const { word, weight } of b) if (a.has(word)) shared += weight
  return all === 0 ? 0 : (2 * shared) / all
}
