// How soon the command line says its first word. The lines take turns, so that whatever else the machine does is the same
// for all.
import { resolve } from 'node:path'
import { comparison, timeInTurns } from './in-turns.mjs'

export const name = 'starting up'
export const beside = 'node -e 0'
export const target = '≤ 1.6 ×, and 60 ms more'
export const short = { rounds: 9 }

export async function run({ rounds = 25 } = {}) {
  const words = ['--version', '--help']
  const [empty, ...ours] = timeInTurns(
    [['-e', '0'], ...words.map((word) => [resolve('dist/cli.js'), word])],
    rounds,
  )
  return { figures: words.map((word, index) => comparison(word, ours[index], empty)) }
}
