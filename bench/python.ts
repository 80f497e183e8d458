/**
 * What Python costs, each figure beside the start of an empty Node process at the same time, for the machine may be
 * busy: `npx esbuild bench/python.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/bench-python.mjs &&
 * node dist/bench-python.mjs` from the root, after `npm run build`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkUnits } from '../src/author/language/python/check.ts'
import { pyrightSettings } from '../src/author/language/python/pyright-settings.ts'
import { PythonPool } from '../src/runtime/sandbox/python/pool.ts'
import { linkPython } from '../src/runtime/sandbox/python/program.ts'

const SNIPPETS = 200
/** A witness runs its calls on the served program and on a fixed one, each with two seeds. */
const RUNS_OF_A_WITNESS = 4
/** Loading, seven tests and twelve cases. */
const RUNS_OF_A_PATCH = 20

const text =
  'async def add(a, b): return sum([a, b])\ndef many(n): return sorted({i * 7 % n for i in range(n)})[:3]'
const program = linkPython([{ path: 'src/main.py', role: 'review', text }], {})
const calls = [
  { call: 'add', args: [1, 2] },
  { call: 'many', args: [1000] },
]
const { resolve: find } = createRequire(import.meta.url)
const files = {
  child: pathToFileURL(resolve('dist/python-child.cjs')),
  package: pathToFileURL(`${dirname(find('pyodide/package.json'))}/`),
  kept: mkdtempSync(join(tmpdir(), 'bench-image-')),
}
const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0
const now = () => performance.now()

async function timed(work: () => unknown): Promise<number> {
  const start = now()
  await work()
  return now() - start
}

/** An empty Node process, in milliseconds. */
function emptyNode(): number {
  const start = now()
  spawnSync(process.execPath, ['-e', '0'])
  return now() - start
}

function say(what: string, milliseconds: number): void {
  const empty = median([emptyNode(), emptyNode(), emptyNode()])
  const ratio = (milliseconds / empty).toFixed(1)
  console.log(`${what}: ${milliseconds.toFixed(0)} ms, ${ratio} × an empty Node (${empty.toFixed(0)} ms)`)
}

async function judge(pool: PythonPool, runs: number): Promise<void> {
  const lease = pool.lease()
  for (let run = 0; run < runs; run += 1) {
    const { status } = await lease.run({ program, calls, reach: 'defined' })
    if (status !== 'ran') throw new Error(status)
  }
  lease.end()
}

async function measurePool(): Promise<void> {
  const pool = new PythonPool({ ...files, size: 2 })
  say('a cold pool is ready after', await timed(() => pool.warm()))
  for (const [what, runs] of Object.entries({ witness: RUNS_OF_A_WITNESS, patch: RUNS_OF_A_PATCH })) {
    const times: number[] = []
    for (let round = 0; round < 9; round += 1) {
      await pool.warm()
      times.push(await timed(() => judge(pool, runs)))
    }
    say(`a ${what} (${runs} runs) in a child that is ready, median`, median(times))
    const count = 16
    await pool.warm()
    const all = await timed(() => Promise.all(Array.from({ length: count }, () => judge(pool, runs))))
    console.log(`${count} of them at once: ${((count / all) * 1000).toFixed(1)} a second with two children`)
  }
  await pool.close()
}

/** Pyright as `compile` asks it, and its command line on the same files and settings, in turns. */
async function measurePyright(): Promise<void> {
  const code = (at: number) => `from dataclasses import dataclass


@dataclass
class Order${at}:
    id: int
    lines: list[str]

    def total(self, prices: dict[str, int]) -> int:
        return sum(prices[line] for line in self.lines)


def parse(row: dict[str, str]) -> Order${at}:
    return Order${at}(int(row["id"]), row["lines"].split(","))


def largest(orders: list[Order${at}], prices: dict[str, int]) -> Order${at} | None:
    return max(orders, key=lambda order: order.total(prices), default=None)
`
  const units = Array.from({ length: SNIPPETS }, (_, at) => ({
    files: [{ path: 'src/orders.py', code: code(at) }],
  }))
  const folder = mkdtempSync(join(tmpdir(), 'bench-pyright-'))
  const folders = units.map((_, at) => `unit-${at}`)
  for (const [at, name] of folders.entries()) {
    mkdirSync(join(folder, name, 'src'), { recursive: true })
    writeFileSync(join(folder, name, 'src/orders.py'), code(at))
  }
  writeFileSync(join(folder, 'pyrightconfig.json'), pyrightSettings(folders))
  const cli = () =>
    spawnSync(process.execPath, [find('pyright/index.js'), '--outputjson', '-p', folder], {
      env: { PATH: '' },
    })
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round += 1) {
    theirs.push(await timed(cli))
    ours.push(await timed(() => checkUnits(units)))
  }
  rmSync(folder, { recursive: true })
  const [a, b] = [median(ours), median(theirs)]
  console.log(
    `${SNIPPETS} snippets: ${a.toFixed(0)} ms, pyright's command line ${b.toFixed(0)} ms, ratio ${(a / b).toFixed(2)}`,
  )
}

await measurePool()
await measurePyright()
