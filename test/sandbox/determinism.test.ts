import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../support/pool.ts'
import { link } from '../support/sandbox.ts'

const REPETITIONS = 100

const program = link(
  {
    'src/main.ts': `
      import { createHash, randomBytes, randomUUID } from 'node:crypto'
      export const loop = () => { for (let n = 0; ; n += 1) seen = n }
      export let seen = 0
      export const count = () => { let n = 0; for (let at = 0; at < 300_000; at += 1) n = (n * 31 + at) % 65_537; return n }
      export const sort = () => {
        const list = Array.from({ length: 4000 }, () => Math.random())
        const map = new Map(list.map((value, at) => [value, at]))
        return list.sort((a, b) => a - b).slice(0, 3).map((value) => map.get(value))
      }
      export const depth = () => { let n = 0; const down = (): void => { n += 1; down() }; try { down() } catch {} return n }
      export const fill = () => { const kept: Uint8Array[] = []; try { for (;;) kept.push(new Uint8Array(99_999)) } catch {} return kept.length }
      export const back = () => /^(a|aa)+$/.test('a'.repeat(24) + 'b')
      export const chance = () => [Math.random(), randomBytes(4), randomUUID(), createHash('sha256').update('x').digest('hex')]
      export const time = async () => { await new Promise((done) => setTimeout(done, 86_400_000)); return new Date().toString() }
      export const sql = (db: any) => db.query("SELECT random() AS r, CURRENT_TIMESTAMP AS t, hex(randomblob(4)) AS b")
    `,
  },
  { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
)
const named = ['count', 'sort', 'depth', 'fill', 'back', 'chance', 'time']
const runs = [
  { program, calls: [...named.map((call) => ({ call })), { call: 'sql', args: [{ $: 'db' }] }] },
  { program, calls: [{ call: 'count' }, { call: 'loop' }, { call: 'count' }], limits: { fuel: 100 } },
]

const pool = openPool()
const busy = spawn(process.execPath, ['-e', 'for (;;);'])
beforeAll(() => expect(busy.pid).toBeGreaterThan(0))
afterAll(async () => {
  busy.kill('SIGKILL')
  await pool.close()
})

test('the same run gives the same outcomes and uses the same fuel, in every worker, under load, on every Node', async () => {
  const all = Array.from({ length: REPETITIONS }, () => Promise.all(runs.map((run) => pool.run(run))))
  const texts = (await Promise.all(all)).map((answers) => `${JSON.stringify(answers, null, 2)}\n`)
  expect(new Set(texts).size).toBe(1)
  // Written down once: whatever runs this test gets this.
  await expect(texts[0]).toMatchFileSnapshot('../fixtures/sandbox/determinism.json')
})
