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
  const [right, wrong] = [rights.map(example), wrongs.map(example)]
  const weigh = weightsIn([...right, ...wrong])
  return (text) => {
    const words = wordsOf(text)
    const likeness = (one: Example) => dice(words, one.words, weigh)
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
  return new Set(
    sentences.flatMap(({ tokens }) =>
      tokens.map(({ stem, denied, negated }) => (denied || negated ? `-${stem}` : stem)),
    ),
  )
}

/** A word that stands in many examples says little. Square roots are exact on every machine, logarithms are not. */
function weightsIn(examples: readonly Example[]): (word: string) => number {
  const counts = new Map<string, number>()
  for (const { words } of examples) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return (word) => Math.floor(UNIT / Math.sqrt(1 + (counts.get(word) ?? 0)))
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>, weigh: (word: string) => number): number {
  let [shared, all] = [0, 0]
  for (const word of a) {
    all += weigh(word)
    if (b.has(word)) shared += weigh(word)
  }
  for (const word of b) all += weigh(word)
  return all === 0 ? 0 : (2 * shared) / all
}
