import { expect, test } from 'vitest'
import { keepingRecurring } from '../../../src/core/keeping-recurring.ts'

test('what has come twice is not made again, and what comes once forgets nothing of it', () => {
  const made: string[] = []
  const length = keepingRecurring(3, (text) => {
    made.push(text)
    return text.length
  })
  const answers = ['race', 'race', 'race', 'a', 'b', 'c', 'd', 'race'].map(length)
  expect(answers).toEqual([4, 4, 4, 1, 1, 1, 1, 4])
  expect(made).toEqual(['race', 'race', 'a', 'b', 'c', 'd'])
})

test('of more than it may keep it forgets all', () => {
  let made = 0
  const length = keepingRecurring(2, (text) => {
    made += 1
    return text.length
  })
  for (const text of ['a', 'a', 'b', 'b', 'c', 'c']) length(text)
  expect(made).toBe(6)
  length('c')
  expect(made).toBe(6)
  length('a')
  expect(made).toBe(7)
})
