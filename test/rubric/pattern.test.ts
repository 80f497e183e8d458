import { describe, expect, test } from 'vitest'
import { compileRegex } from '../../src/rubric/pattern/compile-regex.ts'
import { compilePattern, matchesPattern, type PolarityUse } from '../../src/rubric/pattern/pattern.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'

function holds(source: string, text: string, use?: PolarityUse): boolean {
  const result = compilePattern(source, compileRegex)
  if (!result.ok) throw new Error(result.message)
  return matchesPattern(result.pattern, normalText(text), use)
}

describe('patterns', () => {
  test.each([
    ['affirmed', 'race', 'There is a race.', true],
    ['affirmed, but denied', 'race', 'There is no race.', false],
    ['denied', '!await', 'It does not await the save.', true],
    ['denied, but affirmed', '!await', 'It awaits the save.', false],
    [
      'denied by a settlement, which says nothing of what is missing',
      '!await',
      'The await is handled.',
      false,
    ],
    ['either, affirmed', '~await', 'It awaits the save.', true],
    ['either, settled', '~await', 'The await is handled.', true],
    ['either, denied', '~await', 'It never awaits the save.', true],
    ['a stem', 'compare', 'Comparing texts', true],
    ['a prefix sees words, not stems', 'compari*', 'Comparing texts', true],
    ['a prefix that is longer than the word', 'comparison*', 'Comparing texts', false],
    ['alternatives', 'leak|race', 'A race.', true],
    ['any order', 'lost race', 'The race is lost.', true],
    ['a mark goes for all alternatives', '!check|verify owner', 'The owner is never verified.', true],
    ['distinct words', 'order order', 'The order.', false],
    ['distinct words, chosen with care', 'order|row order', 'The order of a row.', true],
    ['one sentence', 'race lost', 'A race. It is lost.', false],
    ['a later sentence', 'race lost', 'Hello. The race is lost.', true],
    ['the window, both ends included', 'race lost @3', 'race a lost', true],
    ['beyond the window', 'race lost @3', 'race a b lost', false],
    ['twelve words without saying', 'race lost', 'race a b c d e f g h i j lost', true],
    ['thirteen words without saying', 'race lost', 'race a b c d e f g h i j k lost', false],
    ['a window that begins at a later word', 'race lost @2', 'race a b race lost', true],
    ['clauses do not end a window', 'race lost', 'no lock, so the race is lost', true],
    ['a symbol by its word', 'nullishop zero', 'x ?? y swallows zero', true],
    ['an expression sees the words', 're:\\border ids?\\b', 'The orderId', true],
    ['an expression ignores polarity', 're:\\brace\\b', 'There is no race.', true],
    ['an expression sees one sentence', 're:a b', 'a. b', false],
  ])('%s: `%s` on “%s”', (_, source, text, expected) => {
    expect(holds(source, text)).toBe(expected)
  })

  test('without polarity, marks mean nothing', () => {
    expect(holds('race !lock', 'No race, there is a lock.')).toBe(false)
    expect(holds('race !lock', 'No race, there is a lock.', 'ignored')).toBe(true)
  })

  test.each([
    ['', 'A pattern needs a word', 0, 0],
    ['@3', 'A pattern needs a word', 0, 2],
    ['race @0', 'A window has 1 to 40 words', 5, 7],
    ['race @41', 'A window has 1 to 40 words', 5, 8],
    ['race lost @1', 'A pattern has at most 1 terms here', 0, 12],
    ['a b c d e f g h i', 'A pattern has at most 8 terms here', 0, 17],
    ['race !', 'An alternative is empty', 5, 6],
    ['race a||b', 'An alternative is empty', 5, 9],
    ['race Lost', '`Lost` is not a lower-case word, with `*` for a prefix', 5, 9],
    ['race !~lost', '`~lost` is not a lower-case word, with `*` for a prefix', 5, 11],
    ['lo*st', '`lo*st` is not a lower-case word, with `*` for a prefix', 0, 5],
    ['read-only', '`read-only` is not a lower-case word, with `*` for a prefix', 0, 9],
  ])('`%s` is refused: %s', (source, message, start, end) => {
    expect(compilePattern(source, compileRegex)).toEqual({ ok: false, message, start, end })
  })

  test.each([
    ['lookahead', '(?=race)', 'linear time'],
    ['lookbehind', '(?<=a)race', 'linear time'],
    ['negative lookahead', 'race(?!d)', 'linear time'],
    ['a backreference', '(a)\\1', 'linear time'],
    ['an atomic group', '(?>race)', 'linear time'],
    ['a possessive repeat', 'a++', 'linear time'],
    ['too many repeats', '(?:a{1000}){1000}', 'linear time'],
    ['an open bracket', '[race', 'linear time'],
    ['nothing', '', 'matches the empty text'],
    ['an optional word', '(race)?', 'matches the empty text'],
    ['the bare end', 'race|$', 'matches the empty text'],
    ['more than 200 characters', 'a'.repeat(201), 'at most 200 characters'],
  ])('an expression with %s is refused', (_, source, reason) => {
    const message = expect.stringContaining(reason)
    const end = source.length + 3
    expect(compilePattern(`re:${source}`, compileRegex)).toEqual({ ok: false, message, start: 3, end })
  })
})
