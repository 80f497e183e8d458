import { afterAll, expect, test } from 'vitest'
import { openPool } from '../support/pool.ts'
import { link } from '../support/sandbox.ts'

const program = link({
  'src/main.ts': `
    export const one = () => 1
    export const loop = () => { for (;;); }
  `,
})
const one = { program, calls: [{ call: 'one' }] }
// Far more fuel than there is time.
const loop = { program, calls: [{ call: 'loop' }], limits: { fuel: 10_000_000 } }
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

test('what takes longer than the wall allows is ended from outside, and the next run gets a new worker', async () => {
  const answers = await Promise.all([pool.run(loop), pool.run(one)])
  const failed = { status: 'failed', reason: 'wall', detail: expect.stringContaining('had no end') }
  expect(answers).toEqual([failed, ran])
  expect(pool.workers).toBe(1)
})

test('what cannot start at all is told, and does not hang', async () => {
  const broken = openPool({ worker: new URL('file:///nowhere/worker.js') })
  expect(await broken.run(one)).toMatchObject({ status: 'failed', reason: 'start' })
  await broken.close()
})

test('a closed pool refuses what waits, what runs and what comes', async () => {
  const closing = openPool({ size: 1 })
  const waiting = [closing.run(loop), closing.run(one)]
  await closing.close()
  const refused = { status: 'refused', reason: 'closed' }
  expect(await Promise.all([...waiting, closing.run(one)])).toEqual([refused, refused, refused])
})
