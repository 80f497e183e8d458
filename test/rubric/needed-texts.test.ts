import { RE2JS } from 're2js'
import { expect, test } from 'vitest'
import { packPatterns, packs } from '../../src/rubric/packs/packs.ts'
import { compileRegex } from '../../src/rubric/pattern/compile-regex.ts'
import { marksOfSentence } from '../../src/rubric/pattern/marks.ts'
import { neededTexts } from '../../src/rubric/pattern/needed-texts.ts'
import { normalText } from '../../src/rubric/text/normal-text.ts'

test.each([
  ['race', [['race']]],
  ['race|lock', [['race', 'lock']]],
  ['\\brace conditions?$', [['race condition']]],
  ['(?:no|never) (?:any )?lock', [['no lock', 'no any lock', 'never lock', 'never any lock']]],
  ['(lost|stale) \\w+ .*updates', [['updates'], ['lost ', 'stale ']]],
  [
    '(?:lost|st.*ale) .* (?:up|date)',
    [
      ['lost', 'ale'],
      [' up', ' date'],
    ],
  ],
  ['sen[dt] mail', [['send mail', 'sent mail']]],
  ['quer(?:y|ies){2}', [['quer']]],
  ['lo+ck', [['ck']]],
  ['timing\\.safe', [['timing.safe']]],
  ['log(?:ged)?', [['log']]],
  ['[^a]x*(?:9{3,}|0{4,})', [['999', '0000']]],
  ['[^a]x*(?:9{3,}|\\w{4})', []],
  ['(?:no ){2}lock', [['no no '], ['lock']]],
  ['(?:race)?', []],
  ['(?:race){0,2}', []],
  ['race|\\w+', []],
  ['(?i)race', []],
  ['race\\x20lost', []],
  ['(?P<what>race)', []],
])('what stands in every match of %s', (expression, texts) => {
  expect(neededTexts(expression)).toEqual(texts)
})

test('whatever an expression of the packs matches has one of each of its sets of texts', () => {
  const concepts = packs.flatMap((pack) => Object.values(pack.concepts))
  const sentences = concepts
    .flatMap(({ accepts, rejects }) => [...accepts, ...rejects])
    .flatMap((example) => normalText(example).sentences.map(({ text }) => text))
  let matches = 0
  for (const pattern of Object.values(packPatterns).flat()) {
    if (!pattern.startsWith('re:')) continue
    const expression = RE2JS.compile(pattern.slice(3))
    const texts = neededTexts(pattern.slice(3))
    for (const sentence of sentences) {
      if (!expression.matcher(sentence).find()) continue
      matches += 1
      const isThere = (some: readonly string[]) => some.some((text) => sentence.includes(text))
      expect(texts.every(isThere), `${pattern} on ${sentence}`).toBe(true)
    }
  }
  expect(matches).toBeGreaterThan(100)
})

test('the words of what an expression matches bear the marks by which it is looked up, and few others do', () => {
  const sentences = packs
    .flatMap((pack) => Object.values(pack.concepts))
    .flatMap(({ accepts, rejects }) => [...accepts, ...rejects])
    .flatMap((example) => normalText(example).sentences)
  let matches = 0
  let marked = 0
  let tried = 0
  for (const source of new Set(Object.values(packPatterns).flat())) {
    if (!source.startsWith('re:')) continue
    const expression = RE2JS.compile(source.slice(3))
    const result = compileRegex(source.slice(3))
    if (!result.ok) throw new Error(result.message)
    for (const sentence of sentences) {
      const isMarked = marksOfSentence(sentence).hasSomeOfEach(result.pattern.needs)
      tried += 1
      if (isMarked) marked += 1
      if (!expression.matcher(sentence.text).find()) continue
      matches += 1
      expect(isMarked, `${source} on ${sentence.text}`).toBe(true)
    }
  }
  expect(matches).toBeGreaterThan(100)
  expect(marked / tried).toBeLessThan(0.0075)
})
