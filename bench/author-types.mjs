// Type-checking the snippets of many tasks: through ts-morph and through the native checker, beside the two compilers.
import { bundled, nativeTsc, tsc, withCorpus, writePrograms } from './corpora.mjs'
import { comparison, timeInTurns } from './in-turns.mjs'

export const name = 'type-checking the snippets of 1,000 tasks'
export const beside = 'tsc --noEmit of TypeScript 6 on the same files'
export const target = '≤ 1.15 × through ts-morph, ≤ 0.3 × through the native checker'
export const short = { count: 20, rounds: 2 }

export async function run({ count = 1000, rounds = 5 } = {}) {
  const check = await bundled('check-programs')
  return withCorpus(count, async (cwd) => {
    const about = await writePrograms(cwd)
    const lines = [tsc, [check, 'programs.json'], [check, 'programs.json', 'native'], nativeTsc()]
    const [usual, ...others] = timeInTurns(lines, rounds, { cwd })
    const whats = ['ours, ts-morph', 'ours, native', 'tsc of TypeScript 7']
    return { about, figures: whats.map((what, index) => comparison(what, others[index], usual)) }
  })
}
