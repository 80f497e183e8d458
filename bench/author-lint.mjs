// Linting many tasks: everything anew beside the least that any linter of them must do, and nothing changed beside a Node
// that does nothing. With `spectral=true`, Spectral lints the same files by the same schema and one rule; npm installs it
// for that.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { comparison, timeInTurns } from './in-turns.mjs'
import { prepareSpectral } from './spectral.mjs'
import { writeTasks } from './tasks.mjs'

export const name = 'lint, 1,000 tasks'
export const beside =
  'a bare script that reads, parses and validates them and parses their code; warm, node -e 0'
export const target = 'cold ≤ 2 ×, ≤ 350 MB, and 5 times as fast as Spectral; warm ≤ 3 ×'
export const short = { count: 20, rounds: 2, warmRounds: 5 }

const lint = [resolve('dist/cli.js'), 'lint', '--quiet']
const anew = [...lint, '--no-cache']

export async function run({ count = 1000, rounds = 3, warmRounds = 9, spectral = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'reviewgym-bench-'))
  try {
    await writeTasks(join(folder, 'tasks'), count)
    mustBeRead(folder)
    const others = spectral ? [await prepareSpectral(join(folder, 'spectral'))] : []
    // The tasks have a few problems each, as tasks do.
    const setting = { cwd: folder, ends: [0, 1] }
    const cold = [[resolve('bench/bare-lint.mjs'), 'tasks'], anew, ...others]
    const [bare, own, spectrals] = timeInTurns(cold, rounds, setting)
    spawnSync(process.execPath, lint, { cwd: folder })
    const [empty, warm] = timeInTurns([['-e', '0'], lint], warmRounds, setting)
    const figures = [
      comparison('cold', own, bare),
      ...(spectrals ? [comparison('cold, Spectral', spectrals, bare)] : []),
      comparison('warm', warm, empty),
    ]
    return { figures }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A task that is no task is not linted, so there must be none: nothing but rules may have something to say. */
function mustBeRead(cwd) {
  const { stdout } = spawnSync(process.execPath, [...anew, '--json'], { cwd, maxBuffer: 2 ** 28 })
  const other = JSON.parse(String(stdout)).diagnostics.find(({ code }) => !code.startsWith('lint/'))
  if (other) throw new Error(`${other.path}: ${other.code} ${other.message}`)
}
