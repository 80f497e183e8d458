// `node bench/sandbox.mjs`: how long a warm run of a typical case takes, and how many two workers do in a second.
// Needs `npm run build`. Targets: at most 5 ms in the median, at least 300 a second.
import { readdir, readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const bundled = 'node_modules/.cache/reviewgym/bench.mjs'
await build({
  entryPoints: ['bench/typical-runs.ts'],
  outfile: bundled,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
})
const { SandboxPool, typicalRuns } = await import(pathToFileURL(bundled).href)
const paths = (await readdir('tasks', { recursive: true })).filter((path) => path.endsWith('.yaml')).sort()
const runs = await typicalRuns(
  await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(`tasks/${path}`) }))),
)
const worker = pathToFileURL('dist/sandbox-worker.js')

const one = new SandboxPool({ worker, size: 1 })
for (const run of runs) await one.run(run)
const times = []
for (let round = 0; round < 5; round += 1)
  for (const run of runs) {
    const start = performance.now()
    await one.run(run)
    times.push(performance.now() - start)
  }
await one.close()
times.sort((a, b) => a - b)
const at = (share) => times[Math.floor(times.length * share)].toFixed(2)
console.log(`${runs.length} cases, one worker, warm: median ${at(0.5)} ms, p95 ${at(0.95)} ms`)

const two = new SandboxPool({ worker, size: 2, queue: 100_000 })
await Promise.all(runs.map((run) => two.run(run)))
const rounds = []
for (let round = 0; round < 5; round += 1) {
  const start = performance.now()
  const many = Array.from({ length: 5 }, () => runs).flat()
  await Promise.all(many.map((run) => two.run(run)))
  rounds.push((1000 * many.length) / (performance.now() - start))
}
await two.close()
rounds.sort((a, b) => a - b)
console.log(
  `two workers: median ${rounds[2].toFixed(0)} runs/s (${rounds.map((n) => n.toFixed(0)).join(', ')})`,
)
