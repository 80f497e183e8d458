import { afterAll, expect, test } from 'vitest'
import { openPool } from '../support/pool.ts'
import { link } from '../support/sandbox.ts'

const program = link({
  'src/main.ts': `
    export const one = () => 1
    // One step of the interpreter, and far too long: nothing counts it.
    export const search = () => 'a'.repeat(8_000_000).indexOf('a'.repeat(4_000_000) + 'b')
  `,
})
const one = { program, calls: [{ call: 'one' }] }
const search = { program, calls: [{ call: 'search' }] }
const ran = { status: 'ran', result: { outcomes: [1], fuel: 0, end: 'done', problem: null } }

const pool = openPool({ size: 1, queue: 1, wall: 1500 })
afterAll(() => pool.close())

test('nothing is started before the first run', () => {
  expect(pool.workers).toBe(0)
})

test('a run that finds no place in the queue is refused', async () => {
  const answers = await Promise.all([pool.run(one), pool.run(one), pool.run(one)])
  expect(answers).toEqual([ran, ran, { status: 'refused', reason: 'queue-full' }])
})

test('what does not count its steps is ended from outside, and the next run gets a new worker', async () => {
  const answers = await Promise.all([pool.run(search), pool.run(one)])
  const failed = { status: 'failed', reason: 'wall', detail: 'The run took longer than 1500 ms' }
  expect(answers).toEqual([failed, ran])
  expect(pool.workers).toBe(1)
})

test('SQL without end is ended from outside too', async () => {
  const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n'
  const endless = link(
    { 'src/main.ts': `export const query = (db: any) => db.query(${JSON.stringify(sql)})` },
    { db: { use: 'sql', schema: 'CREATE TABLE t (a)' } },
  )
  const answer = await pool.run({ program: endless, calls: [{ call: 'query', args: [{ $: 'db' }] }] })
  expect(answer).toMatchObject({ status: 'failed', reason: 'wall' })
})

test('what cannot start at all is a crash, not a hang', async () => {
  const broken = openPool({ worker: new URL('file:///nowhere/worker.js') })
  expect(await broken.run(one)).toMatchObject({ status: 'failed', reason: 'crash' })
  await broken.close()
})

test('a closed pool refuses what waits, what runs and what comes', async () => {
  const closing = openPool({ size: 1 })
  const waiting = [closing.run(search), closing.run(one)]
  await closing.close()
  const refused = { status: 'refused', reason: 'closed' }
  expect(await Promise.all([...waiting, closing.run(one)])).toEqual([refused, refused, refused])
})
