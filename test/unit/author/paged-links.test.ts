import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { withPagedLinks } from '../../../src/author/language/typescript/paged-links.ts'

const path = createRequire(createRequire(import.meta.url).resolve('ts-morph')).resolve(
  '@ts-morph/common/dist/typescript.js',
)
const text = readFileSync(path, 'utf8')

test('the links of this TypeScript are nowhere looked up but in pages', () => {
  const lookups = (code: string) => code.match(/\b(?:node|symbol)Links\[[^\]]+\]/g) ?? []
  expect(lookups(text)).toHaveLength(5)
  expect(new Set(lookups(withPagedLinks(text)))).toEqual(
    new Set(['symbolLinks[id >> 10]', 'nodeLinks[nodeId >> 10]']),
  )
})

test('a text that is no such compiler, or one that is already changed, is refused', () => {
  const refused = /TypeScript's checker is not written as it was: no `var symbolLinks/
  expect(() => withPagedLinks('exports.version = "7.0.0"')).toThrow(refused)
  expect(() => withPagedLinks(withPagedLinks(text))).toThrow(refused)
})
