import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../src/core/parse-json.ts'

const brackets = '[{,'.repeat(40_000)

test.each([
  ['brackets and commas in a text', JSON.stringify(brackets)],
  ['brackets after an escaped quote', JSON.stringify(`"${brackets}`)],
  ['a text that ends in a backslash', JSON.stringify(['\\', [1], '\\\\"'])],
  ['64 levels', `${'['.repeat(64)}${']'.repeat(64)}`],
  ['fifty thousand values', `[${Array(49_999).fill('0').join()}]`],
  ['many values beside each other, none of them deep', JSON.stringify(Array(100).fill([[]]))],
])('%s is read', (_, text) => {
  expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
})

test.each([
  ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'Nested deeper than 64 levels', 64],
  ['65 levels of objects', '{"a":'.repeat(65), 'Nested deeper than 64 levels', 320],
  ['one value too many', `[${Array(50_000).fill('0').join()}]`, 'More than 50000 values', 99_998],
  ['a place named by the parser', '{"a" 1}', /position 5/, 5],
  ['a place named by the text alone', 'in JSON at position 7', /is not valid JSON$/, 0],
  ['an open text', '"[[', /./, 3],
  ['nothing', '', 'Unexpected end of JSON input', 0],
])('%s is refused with its place', (_, text, message, offset) => {
  const expected = typeof message === 'string' ? message : expect.stringMatching(message)
  expect(parseJson(text)).toEqual({ ok: false, message: expected, offset })
})

test('whatever JSON.parse reads is read alike, and what it refuses is refused', () => {
  const text = fc.oneof(fc.json({ stringUnit: 'binary' }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(text, (one) => {
      const parsed = parseJson(one)
      expect(parsed.ok ? { value: parsed.value } : null).toEqual(parseOrNull(one))
    }),
    { seed: 20_261_123, numRuns: 2000 },
  )
})

function parseOrNull(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}
