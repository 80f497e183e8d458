import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lintCorpus } from '../../src/author/compile/lint-corpus.ts'
import { readTask } from '../../src/author/compile/read-task.ts'
import { type Diagnostic, diagnosticAt, fileError, sortDiagnostics } from '../../src/core/diagnostic.ts'
import { spanOf } from '../../src/core/source.ts'
import { diagnosticsJson } from '../../src/report/json.ts'
import { formatPretty, summarize } from '../../src/report/pretty.ts'
import { coloured, plain } from '../../src/report/style.ts'

const SEED = 20260301

const task = await readFile('test/fixtures/broken/sound-bom-and-crlf.yaml')

/** A task in which something was typed, pasted or deleted by accident. */
const damagedTask = fc
  .array(
    fc.record({
      at: fc.nat(task.length),
      removed: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(400)),
      inserted: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc
          .constantFrom(
            ...[
              '"',
              "'",
              '[',
              '{',
              '}',
              ']',
              ': ',
              '- ',
              '\t',
              '\n',
              '#',
              '|',
              '>',
              '&a ',
              '*a',
              '!x ',
              '~',
              '<<: ',
            ],
            ...[
              '? ',
              '---\n',
              '...\n',
              '%YAML 1.1\n',
              '\\',
              '`',
              '@',
              ',',
              '\u0000',
              '\u{1F600}',
              '__proto__: 1\n',
            ],
            ...[
              '1e999',
              '.nan',
              '0x1p',
              '$: db',
              '{ $: [1] }',
              'code: |2\n',
              '\r',
              'enum A { b }',
              '${',
              '*/',
            ],
          )
          .map((text) => new TextEncoder().encode(text)),
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((accidents) =>
    accidents.reduce<Uint8Array>(
      (bytes, { at, removed, inserted }) =>
        new Uint8Array([...bytes.subarray(0, at), ...inserted, ...bytes.subarray(at + removed)]),
      task,
    ),
  )

async function expectAnswer(bytes: Uint8Array): Promise<void> {
  const { tasks, diagnostics } = await lintCorpus([{ path: 'late-fee.yaml', bytes }])
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(tasks.length === 0).toBe(errors.length > 0)
  for (const diagnostic of diagnostics) {
    const { path, span } = diagnostic
    expect(path).toBe('late-fee.yaml')
    if (!span) throw new Error(`${diagnostic.code} has no place`)
    expect(span.start).toBeGreaterThanOrEqual(0)
    expect(span.end).toBeGreaterThanOrEqual(span.start)
    expect(span.start).toBeLessThanOrEqual(span.source.text.length)
    expect(formatPretty(diagnostic, plain).split('\n')[1]).toMatch(/^ {2}\S/)
    expect(formatPretty(diagnostic, coloured)).not.toBe('')
  }
  expect(JSON.parse(JSON.stringify(diagnosticsJson(diagnostics)))).toHaveLength(diagnostics.length)
  expect(summarize(diagnostics)).toContain(`${errors.length} error`)
}

test('any bytes are answered with diagnostics', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), expectAnswer), {
    seed: SEED,
    numRuns: 2000,
  })
})

test('any text of YAML is answered with diagnostics', async () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'id',
      ': ',
      ':',
      '- ',
      '-',
      '\n',
      '\n  ',
      '\n    ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ', ',
      '|',
      '>',
      '#',
    ],
    ...[
      '&x ',
      '*x',
      '!!str ',
      '!t ',
      '? ',
      '---\n',
      '...\n',
      '%',
      '\t',
      '~',
      '1',
      '.inf',
      '<<',
      '\\',
      '\r\n',
      '\u0085',
    ],
  )
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => new TextEncoder().encode(pieces.join('')))
  await fc.assert(fc.asyncProperty(text, expectAnswer), { seed: SEED, numRuns: 4000 })
})

test('a task with damage is read, or answered with diagnostics', async () => {
  await fc.assert(fc.asyncProperty(damagedTask, expectAnswer), { seed: SEED, numRuns: 1500 })
})

test.each([
  ['brackets', '['.repeat(100_000)],
  ['braces', '{a: '.repeat(50_000)],
  ['list entries', '- '.repeat(50_000)],
  ['explicit keys', '? '.repeat(50_000)],
  ['steps', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
])('endless %s are too deep', async (_, text) => {
  const bytes = new TextEncoder().encode(text)
  await expectAnswer(bytes)
  const { diagnostics } = await readTask({ path: 'late-fee.yaml', bytes })
  expect(diagnostics.map(({ code }) => code)).toEqual(['yaml/too-deep'])
})

const source = { path: 'late-fee.yaml', text: 'id: late-fee\n'.repeat(4) }
const diagnostic: fc.Arbitrary<Diagnostic> = fc.oneof(
  fc
    .record({
      path: fc.constantFrom('late-fee.yaml', 'tasks/late-fee.yaml', 'tasks.yaml'),
      start: fc.nat(20),
      length: fc.nat(3),
      code: fc.constantFrom('schema/unknown-key' as const, 'yaml/alias' as const),
      message: fc.constantFrom('Unknown key `a`', 'Unknown key `b`'),
    })
    .map(({ path, start, length, code, message }) =>
      diagnosticAt(code, spanOf({ ...source, path }, start, start + length), message),
    ),
  fc.constantFrom('late-fee.yaml', 'loans').map((path) => fileError('yaml/unreadable', path, 'Gone', null)),
)

test('diagnostics are sorted the same whatever order they come in', () => {
  const shuffled = fc
    .array(diagnostic, { maxLength: 12 })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      const sorted = sortDiagnostics(all)
      expect(sortDiagnostics(other)).toEqual(sorted)
      expect(sortDiagnostics(sorted)).toEqual(sorted)
    }),
    { seed: SEED, numRuns: 2000 },
  )
})
