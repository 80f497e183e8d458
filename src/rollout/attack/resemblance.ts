import { kinds } from '../../model/kinds/kinds.ts'
import { type Spot, wordsOf } from './sight.ts'

/** Kinds in the order of how many words their name and description share with a text; ties as in the documentation. */
export function kindsByWords(text: string): readonly string[] {
  return byShared(text, kinds, ({ id, summary }) => `${id} ${id} ${summary}`).map(({ id }) => id)
}

/** Spots in the order of how many words their name and code share with a text. */
export function spotsByWords(text: string, spots: readonly Spot[]): readonly Spot[] {
  return byShared(text, spots, ({ name, code }) => `${name} ${name} ${code}`)
}

function byShared<T>(text: string, from: readonly T[], describe: (one: T) => string): readonly T[] {
  const words = new Set(wordsOf(text))
  const scored = from.map((one) => {
    const own = wordsOf(describe(one))
    const shared = own.filter((word) => words.has(word)).length
    return { one, score: shared / Math.sqrt(own.length + 1) }
  })
  return scored.sort((a, b) => b.score - a.score).map(({ one }) => one)
}
