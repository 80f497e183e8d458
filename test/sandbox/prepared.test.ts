import { expect, test } from 'vitest'
import type { RunResult } from '../../src/runtime/sandbox/run.ts'
import { link, runCalls, runner } from '../support/sandbox.ts'

const program = link(
  {
    'src/main.ts': `
      import { randomUUID } from 'node:crypto'
      const born = [Math.random(), randomUUID(), Date.now()]
      let busy = 0
      for (let at = 0; at < 250_000; at += 1) busy += at
      const waits: string[] = []
      setTimeout(() => waits.push('timer'), 5)
      Promise.resolve().then(() => waits.push('job'))
      export const state = () => [born, busy, waits, Math.random()]
      export const sleep = () => new Promise<void>((done) => { setTimeout(done, 10) })
      export const count = (times: number) => { let n = 0; for (let at = 0; at < times; at += 1) n += at; return n }
      export const grow = () => Array.from({ length: 60 }, () => new Uint8Array(99_999)).length
      export const fill = () => { const kept: Uint8Array[] = []; try { for (;;) kept.push(new Uint8Array(99_999)) } catch {} return kept.length }
    `,
  },
  {
    db: {
      use: 'sql',
      schema: 'CREATE TABLE t (a); INSERT INTO t VALUES (random())',
      rows: { t: [{ a: 2 }] },
    },
  },
)
const database = [
  { call: 'db.run', args: ['INSERT INTO t VALUES (random())'] },
  { call: 'db.query', args: ['SELECT a, CURRENT_TIMESTAMP AS now FROM t'] },
]
const calls = [
  { call: 'state' },
  { call: 'sleep' },
  { call: 'state' },
  ...database,
  { call: 'count', args: [99_999] },
]

test('a program that was loaded before runs as one that is loaded anew', async () => {
  const times = [1, 2, 3, 4]
  const results: RunResult[] = []
  for (const _ of times) results.push(await runner.run({ program, calls }))
  expect(results).toEqual(times.map(() => results[0]))
  expect(results[0]?.end).toBe('done')
  expect(Reflect.get(Object(results[0]?.outcomes[2]), 2)).toEqual(['job', 'timer'])
})

test('the seed is part of what is loaded', async () => {
  const [one, two] = await Promise.all(
    [1, 2].map((seed) => runner.run({ program, calls: [{ call: 'state' }], seed })),
  )
  expect(one?.outcomes).not.toEqual(two?.outcomes)
})

test('what loading used counts against the fuel of every run', async () => {
  const short = { program, calls: [{ call: 'state' }], limits: { fuel: 10 } }
  const ended = { outcomes: [{ hangs: true }], fuel: 10, end: 'fuel', problem: null }
  expect([await runner.run(short), await runner.run(short)]).toEqual([ended, ended])
})

test('how much fits does not depend on how large the memory had become before', async () => {
  const fill = { program, calls: [{ call: 'fill' }] }
  const first = await runner.run(fill)
  await runner.run({ program, calls: [{ call: 'grow' }] })
  expect(await runner.run(fill)).toEqual(first)
})

test('a program that waits for nothing while it is loaded hangs, and says why', async () => {
  const waiting = 'await new Promise(() => {})\nexport const one = () => 1'
  expect(await runCalls(waiting, [{ call: 'one' }])).toMatchObject({
    outcomes: [{ hangs: true }],
    end: 'unloadable',
    problem: 'The program waits for something that never comes while it is loaded',
  })
})

test('a program that waits for time while it is loaded gets it', async () => {
  const slow = 'await new Promise((done) => { setTimeout(done, 1000) })\nexport const now = () => Date.now()'
  expect((await runCalls(slow, [{ call: 'now' }])).outcomes).toEqual([1767225601000])
})
