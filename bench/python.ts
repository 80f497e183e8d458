/** What a Python run costs: `npx esbuild bench/python.ts --bundle --platform=node --format=esm --outfile=/tmp/python.mjs && node /tmp/python.mjs` from the root. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PythonPool } from '../src/runtime/sandbox/python/pool.ts'
import { linkPython } from '../src/runtime/sandbox/python/program.ts'

const text =
  'async def add(a, b): return sum([a, b])\ndef many(n): return sorted({i * 7 % n for i in range(n)})[:3]'
const program = linkPython([{ path: 'src/main.py', role: 'review', text }], {})
const calls = [
  { call: 'add', args: [1, 2] },
  { call: 'many', args: [1000] },
]
const files = {
  child: pathToFileURL(resolve('dist/python-child.mjs')),
  package: pathToFileURL(resolve('node_modules/pyodide/')),
}
const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1]?.toFixed(0)
const now = () => performance.now()

for (const children of ['once', 'fresh'] as const) {
  const pool = new PythonPool({ ...files, size: 2, children })
  const begin = now()
  await pool.warm()
  console.log(`${children}: cold pool ready after ${(now() - begin).toFixed(0)} ms`)
  const times: number[] = []
  for (let run = 0; run < 9; run += 1) {
    await pool.warm()
    const start = now()
    const { status } = await pool.run({ program, calls })
    if (status !== 'ran') throw new Error(status)
    times.push(now() - start)
  }
  const count = children === 'once' ? 16 : 100
  const start = now()
  await Promise.all(Array.from({ length: count }, () => pool.run({ program, calls })))
  const rate = (count / (now() - start)) * 1000
  console.log(`${children}: warm run ${median(times)} ms, ${rate.toFixed(1)} runs/s with two children`)
  await pool.close()
}
