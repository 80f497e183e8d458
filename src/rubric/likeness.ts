import { groupBy } from '../core/group.ts'
import type { NormalText } from './text/normal-text.ts'

/** How much nearer to a wrong answer a text must be than to any right one, before it is taken for one. */
const MARGIN = 0.03

/** Weights are whole numbers, so that sums do not depend on their order. */
const UNIT = 1000

/** Finds the wrong answer that a text is like, if it is less like every right one. */
export type LikenessTest = (text: NormalText) => string | null

/** A word of examples. */
interface Shared {
  readonly weight: number
  /** The numbers of those that have it. */
  readonly examples: readonly number[]
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
  const examples = [...rights, ...wrongs].map((source) => wordsOf(read(source)))
  const known = sharedWords(examples)
  const weights = examples.map((words) => weigh(words, known, examples.length).weight)
  return (text) => {
    const { weight, shares } = weigh(wordsOf(text), known, examples.length)
    const likenesses = shares.map((share, number) => dice(share, weight + (weights[number] ?? 0)))
    const best = Math.max(0, ...likenesses.slice(0, rights.length))
    let found: string | null = null
    let most = best + MARGIN
    for (const [index, source] of wrongs.entries()) {
      const likeness = likenesses[rights.length + index] ?? 0
      if (likeness > most) [found, most] = [source, likeness]
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
function sharedWords(examples: readonly ReadonlySet<string>[]): ReadonlyMap<string, Shared> {
  const found = examples.flatMap((words, number) => Array.from(words, (word) => ({ word, number })))
  return new Map(
    Array.from(
      groupBy(found, ({ word }) => word),
      ([word, having]) => [
        word,
        {
          weight: Math.floor(UNIT / Math.sqrt(1 + having.length)),
          examples: having.map(({ number }) => number),
        },
      ],
    ),
  )
}

/** What words weigh, and for each of so many examples what those of them weigh that it has too. */
function weigh(words: ReadonlySet<string>, known: ReadonlyMap<string, Shared>, count: number) {
  const shares = new Array<number>(count).fill(0)
  let weight = 0
  for (const word of words) {
    const shared = known.get(word)
    weight += shared?.weight ?? UNIT
    if (shared) for (const number of shared.examples) shares[number] = (shares[number] ?? 0) + shared.weight
  }
  return { weight, shares }
}

/** `all` is what the words of both weigh. */
function dice(shared: number, all: number): number {
  return all === 0 ? 0 : (2 * shared) / all
}
