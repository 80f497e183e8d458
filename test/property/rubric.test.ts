import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileConcepts, holdingPattern } from '../../src/rubric/concept.ts'
import { packPatterns, packs } from '../../src/rubric/packs/packs.ts'
import { compileRegex } from '../../src/rubric/pattern/compile-regex.ts'
import { compilePattern, matchesPattern } from '../../src/rubric/pattern/pattern.ts'
import { affirmsCorrectness, isOnlyHedges, lackOfSubstance } from '../../src/rubric/substance.ts'
import { createEchoFilter } from '../../src/rubric/text/echo.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'

const runs = { numRuns: Number(process.env.EPISODES ?? 1000), seed: 20261123 }
const MEGABYTE = 2 ** 20

/** What breaks readers of text: halves of characters, invisible ones, marks, signs, words that the engine knows. */
const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
  fc.constantFrom(
    '\u200b',
    '\u202e',
    '\u00ad',
    '\u0301',
    '\ufdfa',
    '\u0130',
    '\0',
    "'",
    "n't",
    '’',
    '\n',
    ', ',
    '. ',
    ' - ',
  ),
  fc.constantFrom('!', '~', '|', '*', '@', '@3', 're:', '(', '[', '\\', '??', '===', '../', '_', 'aB'),
  fc.constantFrom(
    'race',
    'not',
    'never',
    'is',
    'prevented',
    'no',
    'risk',
    'query',
    'loop',
    'so',
    'cannot',
    'happen',
  ),
)
const text = fc
  .array(fc.tuple(piece, fc.constantFrom('', ' ')), { maxLength: 60 })
  .map((all) => all.flat().join(''))
const concepts = compileConcepts(packPatterns)
const patterns = [...concepts.values()].flatMap((concept) => concept.patterns)

const sentence = fc
  .tuple(
    fc.constantFrom('', 'It is not true that ', 'Never: ', 'Without a lock '),
    fc.constantFrom(
      ...packs.flatMap((pack) => Object.values(pack.concepts).flatMap(({ accepts }) => accepts)),
    ),
    fc.constantFrom('', ' cannot happen', ', which is handled'),
  )
  .map((parts) => parts.join(''))

describe('any text', () => {
  test('has a normal form of sentences with words', () => {
    fc.assert(
      fc.property(text, (any) => {
        for (const { tokens, text: words } of normalText(any).sentences) {
          expect(tokens.length).toBeGreaterThan(0)
          expect(words).toBe(tokens.map(({ word }) => word).join(' '))
          expect(words).not.toMatch(/[^\S ]|\p{Cf}/u)
        }
      }),
      runs,
    )
  })

  test('reads the same with invisible characters in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('\u200b', '\u202e', '\u00ad', '\ufeff'), (any, invisible) => {
        expect(normalText([...any].join(invisible))).toEqual(normalText(any))
      }),
      runs,
    )
  })

  test('that expresses a concept expresses it with polarity ignored, too', () => {
    fc.assert(
      fc.property(fc.oneof(text, sentence), (any) => {
        const normal = normalText(any)
        for (const concept of concepts.values())
          if (holdingPattern(concept, normal) !== null)
            expect(holdingPattern(concept, normal, 'ignored')).not.toBeNull()
      }),
      { ...runs, numRuns: 300 },
    )
  })

  test('has substance or a reason why not, and the same one each time', () => {
    fc.assert(
      fc.property(fc.oneof(text, sentence), (any) => {
        const judge = () => {
          const normal = normalText(any)
          return [lackOfSubstance(normal), isOnlyHedges(normal), affirmsCorrectness(normal)]
        }
        const [lack, ...claims] = judge()
        expect(lack === null || /^(fewer than|a list) /.test(String(lack))).toBe(true)
        expect(judge()).toEqual([lack, ...claims])
      }),
      { ...runs, numRuns: 300 },
    )
  })

  test('loses what it copied, and nothing else', () => {
    fc.assert(
      fc.property(text, sentence, (code, own) => {
        // Marks join letters to one word when they are normalized, and halves of a character what is left between words.
        const copy = code.replace(/\p{Cs}/gu, '').normalize('NFKC')
        const copied = (copy.match(/[\p{L}\p{N}_$]+/gu) ?? []).length >= 5 ? /^[^\p{L}\p{N}_$]*$/u : /^/
        expect(createEchoFilter([copy])(copy)).toMatch(copied)
        expect(createEchoFilter([code])(own)).toBe(own)
      }),
      runs,
    )
  })

  test('is a pattern or is refused with a place inside of it', () => {
    fc.assert(
      fc.property(text, text, (source, any) => {
        const result = compilePattern(source, compileRegex)
        if (result.ok) matchesPattern(result.pattern, normalText(any))
        else {
          expect(result.message).not.toBe('')
          expect([result.start >= 0, result.start <= result.end, result.end <= source.length]).toEqual([
            true,
            true,
            true,
          ])
        }
      }),
      runs,
    )
  })
})

/** Few words, so that several terms want the same ones. */
const letters = ['ka', 'le', 'mo', 'nu']
const term = fc.subarray(letters, { minLength: 1 }).map((words) => words.join('|'))

test('words hold where each term has one of its own within the window, however they are chosen', () => {
  /** Tries every choice. */
  const tryAll = (
    terms: readonly string[],
    words: readonly string[],
    window: number,
    chosen: readonly number[],
  ): boolean => {
    const wanted = terms[chosen.length]?.split('|')
    if (!wanted) return Math.max(...chosen) - Math.min(...chosen) < window
    return words.some(
      (word, place) =>
        wanted.includes(word) && !chosen.includes(place) && tryAll(terms, words, window, [...chosen, place]),
    )
  }
  let held = 0
  fc.assert(
    fc.property(
      fc.array(term, { minLength: 1, maxLength: 5 }),
      fc.array(fc.constantFrom(...letters, 'xi'), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 5, max: 8 }),
      (terms, words, window) => {
        const result = compilePattern([...terms, `@${window}`].join(' '), compileRegex)
        if (!result.ok) throw new Error(result.message)
        const holds = matchesPattern(result.pattern, normalText(words.join(' ')))
        expect(holds).toBe(tryAll(terms, words, window, []))
        if (holds) held += 1
      },
    ),
    runs,
  )
  expect(held).toBeGreaterThan(runs.numRuns / 10)
})

test.each([
  ['one word', 'a'],
  ['one camel', 'aB'],
  ['halves of characters', '\ud800'],
  ['invisible characters', '\u200b'],
  ['characters that grow', '\ufdfa'],
  ['apostrophes', "a'"],
  ['full stops', '. '],
  ['lines', 'a\n'],
  ['clauses', 'so '],
  ['denials', 'not '],
  ['settlements', 'is prevented '],
  ['signs', '=== '],
])('a megabyte of %s is read to its end', (_, unit) => {
  const normal = normalText(unit.repeat(MEGABYTE / unit.length / (unit === '\ufdfa' ? 18 : 1)))
  for (const pattern of patterns.slice(0, 2)) matchesPattern(pattern, normal)
  expect(lackOfSubstance(normal)).not.toBe('')
})
