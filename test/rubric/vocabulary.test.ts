import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Mark, Vocabulary } from '../../src/rubric/pattern/vocabulary.ts'
import { stem } from '../../src/rubric/text/stem.ts'

/** Few letters, so that words have much in common. */
const letters = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 's'), minLength, maxLength })

const marks = fc.array(fc.tuple(fc.constantFrom<Mark>('word', 'stem', 'prefix', 'fragment'), letters(0, 5)), {
  minLength: 1,
  maxLength: 12,
})

const bears: Record<Mark, (word: string, text: string) => boolean> = {
  word: (word, text) => word === text,
  stem: (word, text) => stem(word) === text,
  prefix: (word, text) => word.startsWith(text),
  fragment: (word, text) => word.includes(text),
}

test('a word bears the marks that it bears when each is tried, those as well that come later', () => {
  fc.assert(
    fc.property(marks, marks, fc.array(letters(1, 8), { minLength: 1 }), (first, later, words) => {
      const vocabulary = new Vocabulary()
      const known = new Map<number, readonly [Mark, string]>()
      for (const some of [first, later]) {
        for (const [mark, text] of some) known.set(vocabulary.numberOf(mark, text), [mark, text])
        expect(vocabulary.size).toBe(known.size)
        for (const word of [...words, ...words])
          expect(vocabulary.marksOf(word, stem(word)).toSorted((a, b) => a - b)).toEqual(
            [...known].flatMap(([number, [mark, text]]) => (bears[mark](word, text) ? [number] : [])),
          )
      }
    }),
  )
})

test('the same mark has the same number', () => {
  const vocabulary = new Vocabulary()
  const stem = vocabulary.numberOf('stem', 'lock')
  const prefix = vocabulary.numberOf('prefix', 'lock')
  expect(prefix).not.toBe(stem)
  expect(vocabulary.numberOf('stem', 'lock')).toBe(stem)
  expect(vocabulary.numberOf('prefix', 'lock')).toBe(prefix)
})
