import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WordTests } from '../../src/rubric/pattern/word-tests.ts'
import { stem } from '../../src/rubric/text/stem.ts'

/** Few letters, so that words have much in common. */
const letters = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 's'), minLength, maxLength })

const tests = fc.array(
  fc.record({
    stems: fc.array(letters(1, 5), { maxLength: 3 }),
    prefixes: fc.array(letters(1, 5), { maxLength: 2 }),
    fragments: fc.array(letters(0, 5), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 8 },
)

test('a word fits the tests that it fits when each is tried', () => {
  fc.assert(
    fc.property(tests, fc.array(letters(1, 8), { minLength: 1 }), (all, words) => {
      const found = new WordTests()
      const numbers = all.map((one) => found.add(one))
      for (const word of [...words, ...words]) {
        const fitting = numbers.map((number) => found.fitting(word).includes(number))
        const tried = all.map(
          ({ stems, prefixes, fragments }) =>
            stems.includes(stem(word)) ||
            prefixes.some((prefix) => word.startsWith(prefix)) ||
            fragments.some((fragment) => word.includes(fragment)),
        )
        expect(fitting).toEqual(tried)
      }
    }),
  )
})

test('the same test has the same number', () => {
  const tests = new WordTests()
  const first = tests.add({ stems: ['a', 'b'], prefixes: [], fragments: [] })
  expect(tests.add({ stems: ['b', 'a'], prefixes: [], fragments: [] })).toBe(first)
  expect(tests.add({ stems: ['a'], prefixes: ['b'], fragments: [] })).not.toBe(first)
  expect(tests.size).toBe(2)
})
