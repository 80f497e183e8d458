import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/model/kinds/kinds.ts'
import { compileConcepts, holdingPattern } from '../../src/rubric/concept.ts'
import { headConcepts, packPatterns, packs } from '../../src/rubric/packs/packs.ts'
import { compileRegex, compileRegexLater } from '../../src/rubric/pattern/compile-regex.ts'
import { compilePattern, matchesPattern } from '../../src/rubric/pattern/pattern.ts'
import { lackOfFocus } from '../../src/rubric/substance.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'

const concepts = compileConcepts(packPatterns)

function holds(id: string, sentence: string): boolean {
  const concept = concepts.get(id)
  if (!concept) throw new Error(`No concept ${id}`)
  return holdingPattern(concept, normalText(sentence)) !== null
}

test('every kind has one head concept, and every concept one home', () => {
  const heads = packs.flatMap(({ concepts: all }) => Object.values(all).flatMap(({ head }) => head ?? []))
  expect(heads.toSorted()).toEqual(kinds.map(({ id }) => id).toSorted())
  const ids = packs.flatMap(({ concepts: all }) => Object.keys(all))
  expect(ids).toHaveLength(new Set(ids).size)
})

test('an expression that is compiled when it is first searched for holds on the same sentences', () => {
  const patternOf = (source: string, compile: typeof compileRegex) => {
    const result = compilePattern(source, compile)
    if (!result.ok) throw new Error(result.message)
    return result.pattern
  }
  const texts = packs.flatMap(({ concepts: all }) =>
    Object.values(all).flatMap(({ accepts, rejects }) => [...accepts, ...rejects].map(normalText)),
  )
  const sources = Object.values(packPatterns).flat()
  let holding = 0
  for (const source of sources.filter((source) => source.startsWith('re:'))) {
    const [now, later] = [patternOf(source, compileRegex), patternOf(source, compileRegexLater)]
    const found = texts.map((text) => matchesPattern(now, text))
    expect(texts.map((text) => matchesPattern(later, text))).toEqual(found)
    if (found.includes(true)) holding += 1
  }
  expect(holding).toBeGreaterThan(50)
})

describe.each(packs.map((pack) => [pack.id, pack] as const))('std/%s', (_, pack) => {
  test.each(Object.entries(pack.concepts))(
    '%s holds on its accepts and on none of its rejects',
    (id, concept) => {
      expect(concept.accepts.length).toBeGreaterThanOrEqual(3)
      expect(concept.rejects.length).toBeGreaterThanOrEqual(3)
      expect(concept.accepts.filter((sentence) => !holds(id, sentence))).toEqual([])
      expect(concept.rejects.filter((sentence) => holds(id, sentence))).toEqual([])
    },
  )

  test('a sentence about one kind is not about more than three', () => {
    const unfocused = Object.values(pack.concepts).flatMap(({ accepts }) =>
      accepts.map(normalText).filter((text) => lackOfFocus(text, headConcepts, concepts) !== null),
    )
    expect(unfocused).toEqual([])
  })
})
