// Compiling many tasks, proof apart: everything anew beside TypeScript 6 on the same programs, and nothing changed beside
// a Node that does nothing.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { tsc, withCorpus, writePrograms } from './corpora.mjs'
import { comparison, timeInTurns } from './in-turns.mjs'

export const name = 'compile, proof apart, 1,000 tasks'
export const beside = 'tsc --noEmit of TypeScript 6 on the same files; warm, node -e 0'
export const target = 'cold ≤ 1.6 ×, native ≤ 0.7 ×, ≤ 450 MB; warm ≤ 2.5 ×'
export const short = { count: 20, rounds: 1, warmRounds: 5 }

export async function run({ count = 1000, rounds = 3, warmRounds = 9 } = {}) {
  const compile = [resolve('dist/cli.js'), 'compile', '--no-prove', '--quiet', '-o', 'corpus.json']
  return withCorpus(count, async (cwd) => {
    const about = await writePrograms(cwd)
    const cold = [tsc, [...compile, '--no-cache'], [...compile, '--no-cache', '--checker', 'native']]
    const [usual, own, native] = timeInTurns(cold, rounds, { cwd })
    spawnSync(process.execPath, compile, { cwd })
    const [empty, warm] = timeInTurns([['-e', '0'], compile], warmRounds, { cwd })
    const figures = [
      comparison('cold', own, usual),
      comparison('cold, native', native, usual),
      comparison('warm', warm, empty),
    ]
    return { about, figures }
  })
}
