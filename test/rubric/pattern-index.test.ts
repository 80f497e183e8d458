import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileConcepts, holdingPattern } from '../../src/rubric/concept.ts'
import { headConcepts, packPatterns, packs } from '../../src/rubric/packs/packs.ts'
import { holdsWhereNeedsAre } from '../../src/rubric/pattern/pattern.ts'
import { PatternIndex } from '../../src/rubric/pattern/pattern-index.ts'
import { affirmedFamilies, onlyDenies, speaksOfAtMost } from '../../src/rubric/spoken-kinds.ts'
import { type NormalText, normalText } from '../../src/rubric/text/normal-text.ts'
import type { Sentence } from '../../src/rubric/text/sentence.ts'

const concepts = compileConcepts(packPatterns)
const heads = [...headConcepts].map(([kind, id]) => ({ kind, concept: concepts.get(id) }))

/** What blind reviewers wrote, and the sentences of the packs. */
function sentences(): readonly Sentence[] {
  const findings: readonly { readonly finding: { readonly message: string } }[] = JSON.parse(
    readFileSync('test/fixtures/findings/unread.json', 'utf8'),
  )
  const examples = packs.flatMap((pack) =>
    Object.values(pack.concepts).flatMap(({ accepts, rejects }) => [...accepts, ...rejects]),
  )
  const texts = [...findings.map(({ finding }) => finding.message), ...examples]
  return texts.flatMap((text, index) => (index % 5 === 0 ? normalText(text).sentences : []))
}

test('looking words up first finds the same kinds as trying every pattern', () => {
  const index = new PatternIndex(heads.map(({ concept }) => concept?.patterns ?? []))
  let found = 0
  for (const sentence of sentences()) {
    const tried = heads.flatMap(({ kind, concept }) =>
      concept && holdingPattern(concept, { sentences: [sentence] }) !== null ? kind : [],
    )
    const { groups, patterns } = index.candidatesFor(sentence)
    const held = groups.flatMap((group, place) =>
      patterns[place]?.some((pattern) => holdsWhereNeedsAre(pattern, sentence)) ? heads[group]?.kind : [],
    )
    expect(held.sort()).toEqual(tried.sort())
    found += tried.length
  }
  expect(found).toBeGreaterThan(100)
})

/** Texts of twelve of these sentences, which nobody has asked yet what they speak of. */
function texts(): readonly (() => NormalText)[] {
  const all = sentences()
  return Array.from({ length: Math.floor(all.length / 12) }, (_, index) => () => ({
    sentences: all.slice(12 * index, 12 * index + 12).map((one) => one.with(one.clauses)),
  }))
}

test('whether a text speaks of at most so many kinds is the same before all of them are known', () => {
  let broad = 0
  for (const text of texts()) {
    const families = affirmedFamilies(text(), headConcepts, concepts)
    for (const most of [0, 1, 2, 3, 5])
      expect(speaksOfAtMost(most, text(), headConcepts, concepts)).toBe(families.length <= most)
    if (families.length > 5) broad += 1
  }
  expect(broad).toBeGreaterThan(5)
})

test('a kind is only denied where its head concept holds with polarity ignored alone', () => {
  let denied = 0
  for (const text of texts().slice(0, 20)) {
    const tried = heads.flatMap(({ kind, concept }) =>
      concept &&
      holdingPattern(concept, text(), 'ignored') !== null &&
      holdingPattern(concept, text()) === null
        ? kind
        : [],
    )
    const found = heads.flatMap(({ kind }) => (onlyDenies(kind, text(), headConcepts, concepts) ? kind : []))
    expect(found).toEqual(tried)
    denied += tried.length
  }
  expect(denied).toBeGreaterThan(5)
})
