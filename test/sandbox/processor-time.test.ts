import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { afterWork, ownThread } from '../../src/runtime/sandbox/processor-time.ts'

const MILLISECONDS = 500

test('what a thread waits for is not counted as its work, and its work is', async () => {
  let said = ''
  const ended = new Promise<void>((resolve) => {
    afterWork(ownThread(), MILLISECONDS, (detail) => {
      said = detail
      resolve()
    })
  })
  await sleep(2 * MILLISECONDS)
  expect(said).toBe('')
  const start = process.cpuUsage()
  while (process.cpuUsage(start).user < 2000 * MILLISECONDS);
  await ended
  expect(said).toBe('The run worked for 500 ms and had no end')
})

test('where a thread cannot be looked at, patience ends', async () => {
  const said = await new Promise<string>((resolve) => {
    afterWork(null, 10, resolve)
  })
  expect(said).toBe('The run had no end after 120 ms')
})

test('a limit that is taken back says nothing', async () => {
  let said = ''
  const takeBack = afterWork(null, 5, (detail) => {
    said = detail
  })
  takeBack()
  await sleep(100)
  expect(said).toBe('')
})
