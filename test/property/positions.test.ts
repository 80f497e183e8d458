import fc from 'fast-check'
import { expect, test } from 'vitest'
import { embeddedText } from '../../src/author/syntax/embedded.ts'
import { parseYaml } from '../../src/author/syntax/parse-yaml.ts'
import { nodeAt, type ScalarNode } from '../../src/author/syntax/tree.ts'
import { positionAt, type Source } from '../../src/core/source.ts'

const SEED = 20260301
const RUNS = 4000

const character = fc.constantFrom(...'abz09 \t:#|>-"\'`{}[]\\', 'é', '中', '😀', '𝒳', '\u2028', '\u00a0')
const codeLine = fc.oneof(
  { weight: 6, arbitrary: fc.array(character, { maxLength: 12 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '   ', '\t', ' \t ') },
)

/** A literal block in a file: where it stands, how its header reads, what comes after it. */
const blockFile = fc
  .record({
    frame: fc.constantFrom(
      { before: '', key: 'code: ', margin: '', path: ['code'] },
      { before: '# fees\n\nid: late-fee\n', key: 'code: ', margin: '', path: ['code'] },
      { before: 'snippets:\n', key: '  - code: ', margin: '    ', path: ['snippets', 0, 'code'] },
    ),
    indent: fc.integer({ min: 1, max: 6 }),
    isExplicit: fc.boolean(),
    chomping: fc.constantFrom('', '-', '+'),
    comment: fc.constantFrom('', ' # the code', '  '),
    lines: fc.array(codeLine, { minLength: 1, maxLength: 8 }),
    after: fc.constantFrom('', '\n', '\n\n\n', '\nrole: given\n', '\n# the end\n'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ frame, indent, isExplicit, chomping, comment, lines, after, lineEnd }) => {
    const { before, key, margin, path } = frame
    const header = `${key}|${isExplicit ? indent : ''}${chomping}${comment}`
    const body = lines.map((text) => (text === '' ? '' : `${margin}${' '.repeat(indent)}${text}`))
    const text = [before, [header, ...body].join('\n'), after.replace('role', `${margin}role`)].join('')
    return { text: text.replaceAll('\n', lineEnd), path, headerLine: before.split('\n').length }
  })

test('every character of a literal block maps to itself in the file, on its own line', () => {
  let characters = 0
  fc.assert(
    fc.property(blockFile, ({ text, path, headerLine }) => {
      const source: Source = { path: 'late-fee.yaml', text }
      const { value: root } = parseYaml(source)
      if (!root) return
      const code = embeddedText(nodeAt(root, path) as ScalarNode)
      let line = headerLine + 1
      for (let offset = 0; offset < code.text.length; offset += 1) {
        if (code.text[offset] === '\n') {
          line += 1
          continue
        }
        const { start, end } = code.spanAt(offset, offset + 1)
        expect([text[start], end - start]).toEqual([code.text[offset], 1])
        expect(positionAt(source, start).line).toBe(line)
        characters += 1
      }
    }),
    { seed: SEED, numRuns: RUNS },
  )
  expect(characters).toBeGreaterThan(10 * RUNS)
})
