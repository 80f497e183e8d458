import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { typescriptParser } from '../../scripts/typescript-parser.mjs'
import { readTaskWithoutOutcomes } from '../../src/author/compile/read-task.ts'
import type { Outline } from '../../src/author/language/language.ts'
import { outline } from '../../src/author/language/typescript/outline.ts'
import { codesOf } from '../../src/author/task/task.ts'
import { corpusFiles } from '../support/corpus.ts'

const SEED = 20261130

const { outline: builtOutline } = await buildOutline()

/** What `dist/` has: read with the parser alone. */
async function buildOutline(): Promise<{ readonly outline: typeof outline }> {
  const folder = mkdtempSync(join(tmpdir(), 'reviewgym-parser-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const outfile = join(folder, 'outline.mjs')
  await build({
    entryPoints: ['src/author/language/typescript/outline.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    plugins: [typescriptParser],
  })
  return import(pathToFileURL(outfile).href)
}

const codes: string[] = []
for (const file of corpusFiles()) {
  const { value: task } = await readTaskWithoutOutcomes(file)
  if (task?.language.name === 'typescript') codes.push(...codesOf(task).map(({ code }) => code.text))
}

/** All that it says, with the scopes around every named scope and around some places. */
function everythingOf(code: string, read: typeof outline) {
  const found: Outline = read('src/orders.ts', code)
  const places = [0, 0.2, 0.4, 0.6, 0.8].map((share) => {
    const start = Math.floor(share * code.length)
    return { start, end: Math.min(code.length, start + 3) }
  })
  const { faults, imports, comments, looseTypes, identifiers, scopes, exports } = found
  return {
    ...{ faults, imports, comments, looseTypes, identifiers, scopes, exports },
    around: [...scopes, ...places].map((range) => [found.functionScope(range), found.blockScope(range)]),
  }
}

test('the parser alone reads the corpus as the whole compiler does', () => {
  expect(codes.length).toBeGreaterThan(100)
  for (const code of codes) expect(everythingOf(code, builtOutline)).toEqual(everythingOf(code, outline))
})

/** A stretch of some code in which things were typed, pasted or deleted. */
const damaged = fc
  .record({
    code: fc.constantFrom(...codes),
    from: fc.nat(2000),
    length: fc.integer({ min: 20, max: 800 }),
    damages: fc.array(
      fc.record({
        at: fc.nat(800),
        removed: fc.nat(4),
        inserted: fc.constantFrom(
          ...['', ' ', '\n', '\u2028', '(', ')', '{', '}', '[', ']', '<', '>', ';', ',', '`', "'", '"', '\\'],
          ...[
            '/* c */',
            '/** @param x */',
            '// @ts-ignore\n',
            '/// <reference path="a" />\n',
            '/a[b/g',
            '#p',
          ],
          ...['enum A { B }', 'namespace N {', '@d ', 'declare ', 'abstract class ', 'any', 'as any', '=> {'],
          ...['import x = require("y")\n', 'export * from "z"\n', 'import("w")', 'export { a as "b" }\n'],
          ...['async ', 'await ', 'yield ', 'get ', '?.', '...', '__a', '\u{1F600}', '1_0n', '0x', '${'],
        ),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ code, from, length, damages }) =>
    damages.reduce(
      (text, { at, removed, inserted }) => text.slice(0, at) + inserted + text.slice(at + removed),
      code.slice(from % code.length, (from % code.length) + length),
    ),
  )

test('it says the same of code that is damaged, fault by fault', () => {
  fc.assert(
    fc.property(damaged, (code) => {
      expect(everythingOf(code, builtOutline)).toEqual(everythingOf(code, outline))
    }),
    { seed: SEED, numRuns: 1000 },
  )
})
