import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emitBundle } from '../../src/author/compile/emit.ts'
import type { TaskFileContent } from '../../src/author/compile/file-content.ts'
import { formatTask } from '../../src/author/compile/format-task.ts'
import { readTaskWithoutOutcomes } from '../../src/author/compile/read-task.ts'
import { formatYaml, type KeyOrder } from '../../src/author/syntax/format-yaml.ts'
import { parseYaml } from '../../src/author/syntax/parse-yaml.ts'
import { toJson } from '../../src/author/syntax/tree.ts'
import { corpusFiles } from '../support/corpus.ts'

const SEED = 20260301
const asWritten: KeyOrder = { keys: null, below: () => asWritten }

/** One way of writing a value, as lines of which the first goes behind a key or a dash. */
type Written = { readonly kind: 'inline' | 'below'; readonly lines: readonly string[] }

const key = fc.constantFrom('id', 'why', 'call', 'a b', '"{"', "'no'", '$', 'x-1')
const scalar = fc.constantFrom(
  ...[
    '7',
    '1.0',
    '0x1f',
    '1e3',
    'true',
    'null',
    '~',
    '2026-03-01T08:30:00.000Z',
    'no',
    'plain words',
    "it's",
  ],
  ...['"a: b"', "'it''s'", '"\\u2026 \\"q\\""', "'# no comment'", '"  "', "''", 'http://x.y/z', '-', 'a#b'],
)
const comment = fc.constantFrom('', '', '', '', ' # why', '  # a: b')
const line = fc.constantFrom(
  'x',
  '  y: [',
  '# z',
  '',
  '- "',
  '\tif (a) {',
  'long enough to be worth folding if anybody did',
)

const flow: fc.Memo<string> = fc.memo((depth) =>
  depth < 1
    ? scalar
    : fc.oneof(
        scalar,
        fc
          .record({
            entries: fc.array(flow(depth - 1), { maxLength: 3 }),
            keys: fc.uniqueArray(key, { minLength: 3, maxLength: 3 }),
            shape: fc.constantFrom('list', 'map'),
            gap: fc.constantFrom('', ' ', '\n          ', ' # why\n           '),
            end: fc.constantFrom('', ' ', '\n          ', ',\n           '),
          })
          .map(({ entries, keys, shape, gap, end }) => {
            const inner = entries.map((entry, at) => (shape === 'map' ? `${keys[at]}: ${entry}` : entry))
            const body = inner.join(`,${gap || ' '}`)
            const [open, close] = shape === 'map' ? '{}' : '[]'
            return entries.length === 0 ? `${open}${close}` : `${open}${gap}${body}${end}${close}`
          }),
      ),
)

const written: fc.Memo<Written> = fc.memo((depth) => {
  const leaf = fc.oneof(
    fc.record({ text: flow(2), end: comment }).map(
      ({ text, end }): Written => ({
        kind: 'inline',
        lines: [`${text}${end}`],
      }),
    ),
    fc
      .record({
        header: fc.constantFrom('|', '|-', '|+', '>', '>-'),
        end: comment,
        lines: fc.array(line, { maxLength: 4 }),
      })
      .map(
        ({ header, end, lines }): Written => ({
          kind: 'inline',
          lines: [`${header}${end}`, 'begin', ...lines].map((text, at) =>
            at > 0 && text ? `  ${text}` : text,
          ),
        }),
      ),
  )
  if (depth < 1) return leaf
  return fc.oneof(
    leaf,
    fc
      .record({
        values: fc.array(written(depth - 1), { minLength: 1, maxLength: 3 }),
        keys: fc.uniqueArray(key, { minLength: 3, maxLength: 3 }),
        shape: fc.constantFrom('list', 'map'),
        indent: fc.constantFrom('  ', '    ', '   '),
        before: fc.constantFrom([], [], [''], ['', '', ''], ['# first'], ['', '# apart', '']),
      })
      .map(({ values, keys, shape, indent, before }): Written => {
        const lines = values.flatMap(({ kind, lines: [first = '', ...rest] }, at) => {
          const lead = at === 0 ? before.filter((text) => text !== '') : before
          const head = shape === 'map' ? `${keys[at]}:` : '-'
          const body = kind === 'inline' ? [`${head} ${first}`] : [head, `${indent}${first}`]
          return [...lead, ...body, ...rest.map((text) => (text === '' ? '' : `${indent}${text}`))]
        })
        return { kind: 'below', lines }
      }),
  )
})

const document = fc
  .record({
    value: written(3).filter(({ kind }) => kind === 'below'),
    start: fc.constantFrom('', '# yaml-language-server: $schema=x\n', '# head\n\n', '\n\n'),
    end: fc.constantFrom('', '\n', '\n\n\n', '\n# the end\n', '\n\n# the end'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ value, start, end, lineEnd }) =>
    `${start}${value.lines.join('\n')}${end}`.replaceAll('\n', lineEnd),
  )

function commentsOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .flatMap((one) => /# (?:why|a: b|first|apart|head|the end|yaml-language-server.*)$/.exec(one)?.[0] ?? [])
    .sort()
}

test('whatever YAML is formatted says the same, keeps its comments, and is formatted once and for all', () => {
  let sound = 0
  fc.assert(
    fc.property(document, (text) => {
      const before = parseYaml({ path: 'a.yaml', text }).value
      if (!before) return
      sound += 1
      const once = formatYaml({ path: 'a.yaml', text }, asWritten)
      const after = parseYaml({ path: 'a.yaml', text: once }).value
      expect(after && JSON.stringify(toJson(after))).toBe(JSON.stringify(toJson(before)))
      expect(commentsOf(once)).toEqual(commentsOf(text))
      expect(formatYaml({ path: 'a.yaml', text: once }, asWritten)).toBe(once)
      expect(once).not.toContain('\r')
    }),
    { seed: SEED, numRuns: Number(process.env.RUNS ?? 300) },
  )
  expect(sound).toBeGreaterThan(150)
})

function canonicalOf(path: string, text: string): string | null {
  return formatTask({ path, bytes: new TextEncoder().encode(text) }).value?.canonical ?? null
}

async function bundleOf(file: TaskFileContent): Promise<string> {
  const { value } = await readTaskWithoutOutcomes(file)
  return value ? JSON.stringify(emitBundle([value], null)) : 'no task'
}

test.each(corpusFiles().map((file) => [file.path, file] as const))(
  'formatting %s leaves its bundle alone, whatever the order of its keys was',
  async (path, file) => {
    const { value } = formatTask(file)
    const canonical = value?.canonical ?? ''
    expect(await bundleOf({ path, bytes: new TextEncoder().encode(canonical) })).toBe(await bundleOf(file))
    expect(canonicalOf(path, canonical)).toBe(canonical)
    const [head = '', ...blocks] = canonical.split(/^(?=[a-z_]+:)/m)
    expect(blocks.length).toBeGreaterThan(8)
    expect(canonicalOf(path, head + blocks.reverse().join(''))).toBe(canonical)
  },
)

test('every readable file of the fixtures is formatted once and for all', () => {
  const names = readdirSync('test/fixtures', { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.yaml') && name !== 'broken/folder.yaml')
  const formatted = names.flatMap((name) => {
    const { value } = formatTask({ path: name, bytes: readFileSync(`test/fixtures/${name}`) })
    return value ? [{ name, canonical: value.canonical }] : []
  })
  expect(formatted.length).toBeGreaterThan(names.length / 2)
  for (const { name, canonical } of formatted)
    expect({ name, text: canonicalOf(name, canonical) }).toEqual({ name, text: canonical })
})
