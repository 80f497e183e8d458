import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import fg from 'fast-glob'
import { expect, test } from 'vitest'
import { parseAnyForm } from '../../src/author/syntax/parse-yaml.ts'
import { readCommonYaml } from '../../src/author/syntax/read-common-yaml.ts'

const SEED = 20261129

const paths = (await fg(['tasks/**/*.yaml', 'templates/*.yaml'])).sort()
const sources = await Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })))

test('a file in the common form is read as the parser of all forms reads it', () => {
  const common = sources.filter((source) => {
    const node = readCommonYaml(source)
    if (node !== null) expect(parseAnyForm(source), source.path).toEqual({ value: node, diagnostics: [] })
    return node !== null
  })
  expect(common.length).toBeGreaterThan(sources.length / 2)
})

/** A stretch of some task as a document of its own, or below a key, in which something was typed, pasted or deleted. */
const damaged = fc
  .record({
    source: fc.constantFrom(...sources),
    from: fc.nat(400),
    count: fc.integer({ min: 1, max: 14 }),
    isBelowKey: fc.boolean(),
    damages: fc.array(
      fc.record({
        at: fc.nat(1000),
        removed: fc.nat(3),
        inserted: fc.constantFrom(
          ...['', '', ' ', '  ', '\n', '\n\n', '- ', '-', ': ', ':', '#', ' #', '# x\n', '|', '|-', '>', "'"],
          ...[
            '"',
            "''",
            '\\',
            '\\n',
            '[',
            ']',
            '{',
            '}',
            ', ',
            '~',
            'null',
            '1',
            '-1',
            '1e3',
            '0x1',
            '.5',
            '...',
          ],
          ...['---\n', '<<: ', '? ', '!!str ', '&a ', '*a', '%', '@', '`', 'é', '\u2028', '\u0085', '\u00a0'],
          ...[
            'true',
            '\n  ',
            '\n    ',
            '|2',
            '|+',
            'a:',
            'a: b',
            '[]',
            '{}',
            '{ a }',
            '[ a: b ]',
            '""',
            '\t',
            '\r',
          ],
        ),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ source, from, count, isBelowKey, damages }) => {
    const all = source.text.split('\n')
    const start = from % all.length
    const indent = /^ */.exec(all[start] ?? '')?.[0].length ?? 0
    const lines = all
      .slice(start, start + count)
      .map((line) => line.slice(0, 120).replace(new RegExp(`^ {0,${indent}}`), ''))
    const whole = isBelowKey ? ['key:', ...lines.map((line) => `  ${line}`), ''] : [...lines, '']
    return damages.reduce((text, { at, removed, inserted }) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + inserted + text.slice(place + removed)
    }, whole.join('\n'))
  })

test('whatever is typed, the common form is read as the parser of all forms reads it', () => {
  let common = 0
  fc.assert(
    fc.property(damaged, (text) => {
      const source = { path: 'task.yaml', text }
      const node = readCommonYaml(source)
      if (node === null) return
      common += 1
      expect(parseAnyForm(source)).toEqual({ value: node, diagnostics: [] })
    }),
    { seed: SEED, numRuns: 4000 },
  )
  expect(common).toBeGreaterThan(400)
})
