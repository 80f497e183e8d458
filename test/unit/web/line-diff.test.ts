import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDiff } from '../../../src/web/line-diff.ts'

test('a change is shown with two lines around it', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].join('\n')
  const shown = lineDiff(before, before.replace('e', 'E\nF'))
  const signs = { same: ' ', gone: '-', new: '+' }
  expect(shown.map((hunk) => hunk.map(({ sort, number, text }) => `${signs[sort]}${number}${text}`))).toEqual(
    [[' 3c', ' 4d', '-5e', '+5E', '+6F', ' 7f', ' 8g']],
  )
  expect(lineDiff(before, before)).toEqual([])
})

test('what is gone and what is new make one text from the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', ''), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before.join('\n'), after.join('\n')).flat()
      const left = before.join('\n').replace(/\n$/, '').split('\n')
      for (const { number } of lines.filter(({ sort }) => sort === 'gone').reverse())
        left.splice(number - 1, 1)
      for (const { sort, number, text } of lines) if (sort === 'new') left.splice(number - 1, 0, text)
      expect(left).toEqual(after.join('\n').replace(/\n$/, '').split('\n'))
    }),
  )
})
