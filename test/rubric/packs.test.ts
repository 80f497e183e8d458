import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/model/kinds/kinds.ts'
import { compileConcepts, holdingPattern } from '../../src/rubric/concept.ts'
import { headConcepts, packPatterns, packs } from '../../src/rubric/packs/packs.ts'
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
