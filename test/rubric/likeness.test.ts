import { describe, expect, test } from 'vitest'
import { createLikenessTest } from '../../src/rubric/likeness.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'

const RIGHT = [
  'The term is concatenated into the query, so a crafted term changes it.',
  'User input ends up in the SQL text without a parameter.',
]
const WRONG = [
  'The query has no limit, so a broad term returns too many rows.',
  'The term is bound as a parameter of the query.',
]
const likeWrong = createLikenessTest(RIGHT, WRONG, normalText)

describe('likeness to an author’s wrong answers', () => {
  test.each([
    [WRONG[0], 'A broad term returns too many rows because the query is without a limit.'],
    [WRONG[1], 'The query gets the term as a bound parameter.'],
    [null, 'A crafted term is concatenated into the query text.'],
    [null, 'The input of a user ends up in the SQL text.'],
    [null, 'Colours are hard to tell apart.'],
    [null, ''],
    // Every right answer is most like itself.
    [null, RIGHT[0]],
    [null, RIGHT[1]],
  ])('%s ← “%s”', (expected, text) => {
    expect(likeWrong(normalText(text ?? ''))).toBe(expected)
  })

  test('what is denied is another word than what is said', () => {
    const test = createLikenessTest(['The lock is held.'], ['The lock is not held.'], normalText)
    expect(test(normalText('The lock is never held.'))).toBe('The lock is not held.')
    expect(test(normalText('A lock is held.'))).toBe(null)
  })

  test('as near to the one as to the other is no reason to refuse', () => {
    const test = createLikenessTest(['A race loses a write.'], ['A race loses a read.'], normalText)
    expect(test(normalText('A race.'))).toBe(null)
  })
})
