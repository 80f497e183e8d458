// Linting a large corpus, beside the least that any linter of it must do: `node bench/lint.mjs [1000] [rounds]`. Needs
// `npm run build`. Writes the tasks of `bench/tasks.mjs` into a temporary folder; each line is run in turns.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { timeInTurns } from './in-turns.mjs'
import { writeTasks } from './tasks.mjs'

const [count = '1000', rounds = '3'] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'reviewgym-bench-'))
const lint = [resolve('dist/cli.js'), 'lint', '--quiet']
try {
  await writeTasks(join(folder, 'tasks'), Number(count))
  report('cold', 'the bare script', [
    [resolve('bench/bare-lint.mjs'), 'tasks'],
    [...lint, '--no-cache'],
  ])
  spawnSync(process.execPath, lint, { cwd: folder })
  report('warm', 'node -e 0', [['-e', '0'], lint])
} finally {
  await rm(folder, { recursive: true })
}

function report(what, beside, lines) {
  // The tasks have a few problems each, as tasks do.
  const [other, ours] = timeInTurns(lines, Number(rounds), { cwd: folder, ends: [0, 1] })
  console.log(
    `${what}: ${ours.best.toFixed(0)} ms at best, ${beside} ${other.best.toFixed(0)} ms: ${(ours.best / other.best).toFixed(2)} ×; in the median ${(ours.median / other.median).toFixed(2)} ×`,
  )
}
