import { expect, test } from 'vitest'
import { keepingLast } from '../../../src/core/keeping-last.ts'

test('what was answered last is not made again, and what was longest ago is forgotten', () => {
  const made: string[] = []
  const kept = keepingLast(
    2,
    (text: string) => {
      made.push(text)
      return text === '' ? undefined : text.length
    },
    (text) => text,
  )
  const asked = ['a', 'bb', 'a', '', '', 'a', 'bb']
  expect(asked.map((text) => kept(text))).toEqual([1, 2, 1, undefined, undefined, 1, 2])
  // At the fourth question `bb` is the one that was asked longest ago.
  expect(made).toEqual(['a', 'bb', '', 'bb'])
})
