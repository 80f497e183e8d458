import { expect, test } from 'vitest'
import { Later } from '../../../src/core/later.ts'

test('what is used before it is loaded waits for it, in order; it is loaded once', async () => {
  let loads = 0
  const later = new Later(async () => {
    loads += 1
    return [] as string[]
  })
  later.use((list) => list.push('first'))
  expect(loads).toBe(0)
  const loading = later.load()
  later.use((list) => list.push('second'))
  const list = await loading
  expect(list).toEqual(['first', 'second'])
  later.use((same) => same.push('third'))
  expect(await later.load()).toEqual(['first', 'second', 'third'])
  expect(loads).toBe(1)
})
