// Linting a large corpus, beside the least that any linter of it must do: `node bench/lint.mjs [1000] [rounds]`. Needs
// `npm run build`. Writes the tasks of `bench/tasks.mjs` into a temporary folder; each line is run in turns. With
// `--spectral`, Spectral lints the same files by the same schema and one rule; npm installs it for that.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { timeInTurns, usageOf } from './in-turns.mjs'
import { prepareSpectral } from './spectral.mjs'
import { writeTasks } from './tasks.mjs'

const withSpectral = process.argv.includes('--spectral')
const [count = '1000', rounds = '3'] = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const folder = await mkdtemp(join(tmpdir(), 'reviewgym-bench-'))
const lint = [resolve('dist/cli.js'), 'lint', '--quiet']
const anew = [...lint, '--no-cache']
try {
  await writeTasks(join(folder, 'tasks'), Number(count))
  mustBeRead()
  report('cold', [
    ['the bare script', [resolve('bench/bare-lint.mjs'), 'tasks']],
    ['lint', anew],
    ...(withSpectral ? [['Spectral', await prepareSpectral(join(folder, 'spectral'))]] : []),
  ])
  spawnSync(process.execPath, lint, { cwd: folder })
  report('warm', [
    ['node -e 0', ['-e', '0']],
    ['lint', lint],
  ])
} finally {
  await rm(folder, { recursive: true })
}

/** A task that is no task is not linted, so there must be none: nothing but rules may have something to say. */
function mustBeRead() {
  const { stdout } = spawnSync(process.execPath, [...anew, '--json'], { cwd: folder, maxBuffer: 2 ** 28 })
  const other = JSON.parse(String(stdout)).diagnostics.find(({ code }) => !code.startsWith('lint/'))
  if (other) throw new Error(`${other.path}: ${other.code} ${other.message}`)
}

/** Each line beside the first. The tasks have a few problems each, as tasks do. */
function report(what, named) {
  const lines = named.map(([, line]) => line)
  const times = timeInTurns(lines, Number(rounds), { cwd: folder, ends: [0, 1] })
  for (const [index, [name, line]] of named.entries()) {
    const { best, median } = times[index]
    const { megabytes, seconds } = usageOf(line, { cwd: folder, ends: [0, 1] })
    console.log(
      `${what}, ${name}: ${best.toFixed(0)} ms at best (${(best / times[0].best).toFixed(2)} ×), ${median.toFixed(0)} ms in the median (${(median / times[0].median).toFixed(2)} ×), ${seconds.toFixed(1)} s of the processor, ${megabytes.toFixed(0)} MB`,
    )
  }
}
