import { describe, expect, test } from 'vitest'
import { compileConcepts } from '../../src/rubric/concept.ts'
import { affirmedFamilies } from '../../src/rubric/spoken-kinds.ts'
import {
  affirmsCorrectness,
  isOnlyHedges,
  lackOfSubstance,
  tooManyFamilies,
} from '../../src/rubric/substance.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'

const concepts = compileConcepts({
  deadlock: ['deadlock'],
  race: ['race'],
  leak: ['leak'],
  injection: ['inject*'],
  waiting: ['wait'],
})
const wordy = (words: number) => normalText('word '.repeat(words))

/** Of the concepts, `waiting` is no head. */
const heads = new Map(['deadlock', 'race', 'leak', 'injection'].map((id) => [id, id]))

describe('substance', () => {
  test.each([
    ['four words', 'Two writers race here', 'fewer than 5 words of its own'],
    ['five words', 'Two slow writers race here', null],
    [
      'three stems, inflected',
      'Racing writers race and raced by writing writer',
      'fewer than 4 different content words',
    ],
    [
      'words that carry grammar',
      'It is what it was before they would have been there',
      'fewer than 4 different content words',
    ],
    [
      'fourteen words and too little grammar',
      'race writer lost update stale total order row cache price token loop lock wrong',
      'a list of words, not a sentence',
    ],
    [
      'thirteen such words',
      'race writer lost update stale total order row cache price token loop lock',
      null,
    ],
    [
      'twenty words and too much grammar',
      'it is what it was when they would have had it there again race writer lost update as it is so then',
      'a list of words, not a sentence',
    ],
    ['nothing', '', 'fewer than 5 words of its own'],
  ])('%s', (_, text, expected) => {
    expect(lackOfSubstance(normalText(text))).toBe(expected)
  })

  test.each([
    ['The race, the leak and the deadlock come from one lock.', ['deadlock', 'race', 'leak'], null],
    [
      'The race, the leak, the injection and the deadlock come from one lock.',
      ['deadlock', 'race', 'leak', 'injection'],
      null,
    ],
    ['The race, the leak and the deadlock, but no injection at all.', ['deadlock', 'race', 'leak'], null],
    ['A leak and a deadlock. There is no race. Writers wait.', ['deadlock', 'leak'], null],
    ['Writers wait.', [], null],
  ])('“%s” is about %j', (text, families, lack) => {
    expect(affirmedFamilies(normalText(text), heads, concepts)).toEqual(families)
    expect(tooManyFamilies(families, normalText(text))).toBe(lack)
  })
})

test('many kinds of one corner are a long story, many of the whole house are a heap', () => {
  const neighbours = [
    'race-condition',
    'check-then-act',
    'duplicate-processing',
    'inconsistent-update',
    'data-loss',
    'deadlock',
    'stale-cache',
  ]
  expect(tooManyFamilies(neighbours, wordy(10))).toBe(null)
  const heap = [
    'sql-injection',
    'race-condition',
    'off-by-one',
    'weak-hash',
    'stale-cache',
    'n-plus-one',
    'flaky-test',
  ]
  expect(tooManyFamilies(heap, wordy(10))).toBe('speaks of 7 kinds of defect at once')
})

test('five kinds in one text are a long story, six are a heap', () => {
  const kinds = ['deadlock', 'race', 'leak', 'injection', 'typo', 'timeout']
  expect(tooManyFamilies(kinds.slice(1), wordy(10))).toBe(null)
  expect(tooManyFamilies(kinds, wordy(10))).toBe('speaks of 6 kinds of defect at once')
})

test('with six words for each kind, seven kinds are a story still, and eight are not', () => {
  const kinds = [
    'sql-injection',
    'race-condition',
    'off-by-one',
    'weak-hash',
    'stale-cache',
    'n-plus-one',
    'flaky-test',
    'deadlock',
  ]
  const seven = kinds.slice(1)
  expect(tooManyFamilies(seven, wordy(7 * 6))).toBe(null)
  expect(tooManyFamilies(seven, wordy(7 * 6 - 1))).toBe('speaks of 7 kinds of defect at once')
  expect(tooManyFamilies(kinds, wordy(200))).toBe('speaks of 8 kinds of defect at once')
})

describe('texts that say nothing', () => {
  test.each([
    ['This might be a problem.', true],
    ['Please double check this. It could be wrong.', true],
    ['I am not sure about this loop.', true],
    ['Something feels odd and looks suspicious here.', true],
    ['It might be a problem. Two writers race.', false],
    ['Two writers race.', false],
    ['It is what it is. This seems wrong.', true],
    ['', false],
  ])('“%s” does nothing but suspect: %s', (text, expected) => {
    expect(isOnlyHedges(normalText(text))).toBe(expected)
  })

  test.each([
    ['Looks good to me.', true],
    ['LGTM', true],
    ['The lock is correct.', true],
    ['This works as intended.', true],
    ['Well done, the bounds are right.', true],
    ['I see no issues here.', true],
    ['It is safe with no issues.', true],
    ['Behaves as expected. Nice names.', true],
    ['It is not correct.', false],
    ['It never works as expected.', false],
    ['The lock does not look right.', false],
    ['Two writers race.', false],
    ['', false],
  ])('“%s” says that the code is right: %s', (text, expected) => {
    expect(affirmsCorrectness(normalText(text))).toBe(expected)
  })
})
