import { describe, expect, test } from 'vitest'
import { type Diagnostic, diagnosticAt, fileError } from '../src/core/diagnostic.ts'
import { spanOf } from '../src/core/source.ts'
import { integer, list, literal, object, optional, type Shape, string, word } from '../src/model/shape.ts'
import { createValidator } from '../src/model/validator.ts'
import { formatGithub } from '../src/report/github.ts'
import { formatJunit } from '../src/report/junit.ts'
import { formatSarif } from '../src/report/sarif.ts'

const source = {
  path: 'tasks/late fee.yaml',
  text: 'id: late-fee\nuse: [logic]\nhints:\n  - Ü & <b>, 100 %\n',
}
const at = (start: number, end: number) => spanOf(source, start, end)
const found: readonly Diagnostic[] = [
  diagnosticAt('schema/wrong-form', at(4, 12), 'Two tasks: "late-fee", 100 %', {
    notes: [
      { message: 'The other one', span: at(0, 2) },
      { message: 'Seen twice', span: null },
    ],
    hint: 'Rename one of them:\nnow',
  }),
  diagnosticAt('lint/no-unused-pack', at(18, 25), 'No item names `logic` \u0007', {
    severity: 'warning',
    fix: [{ span: at(13, 26), text: '' }],
  }),
  diagnosticAt('lint/no-any', at(36, 40), 'A remark', { severity: 'info' }),
  fileError('yaml/unreadable', 'tasks/gone.yaml', 'It cannot be read (ENOENT)', null),
]

/** Of the schema of SARIF 2.1.0 (OASIS, sarif-schema-2.1.0.json) the parts that are written, closed as they are there. */
const message = object('message', { text: string('text') })
const region = object('region', {
  startLine: integer('startLine', { minimum: 1 }),
  startColumn: integer('startColumn', { minimum: 1 }),
  endLine: integer('endLine', { minimum: 1 }),
  endColumn: integer('endColumn', { minimum: 1 }),
})
const artifactLocation = object('artifactLocation', {
  uri: string('uri-reference', { pattern: '^[^ :<>"{}|\\\\^`]*$' }),
})
const physicalLocation = object('physicalLocation', { artifactLocation, region: optional(region) })
const replacement = object('replacement', {
  deletedRegion: region,
  insertedContent: object('content', { text: string('text') }),
})
const artifactChange = object('artifactChange', {
  artifactLocation,
  replacements: list('replacements', replacement, { minItems: 1 }),
})
const sarif: Shape = object('log', {
  $schema: string('$schema'),
  version: literal('2.1.0', 'version'),
  runs: list(
    'runs',
    object('run', {
      tool: object('tool', {
        driver: object('toolComponent', {
          name: string('name'),
          version: string('version'),
          rules: list('rules', object('reportingDescriptor', { id: string('id') }), { uniqueItems: true }),
        }),
      }),
      columnKind: word('columnKind', ['utf16CodeUnits', 'unicodeCodePoints']),
      results: list(
        'results',
        object('result', {
          ruleId: string('ruleId'),
          ruleIndex: integer('ruleIndex', { minimum: -1 }),
          level: word('level', ['none', 'note', 'warning', 'error']),
          message,
          locations: list('locations', object('location', { physicalLocation })),
          relatedLocations: optional(
            list('relatedLocations', object('location', { physicalLocation, message }), {
              uniqueItems: true,
            }),
          ),
          fixes: optional(
            list(
              'fixes',
              object('fix', { artifactChanges: list('changes', artifactChange, { minItems: 1 }) }),
              {
                uniqueItems: true,
              },
            ),
          ),
        }),
      ),
    }),
  ),
})

describe('sarif', () => {
  test.each([[found], [[]]])('has the shape of SARIF 2.1.0 (%#)', (diagnostics) => {
    expect(createValidator(sarif, 'strict')(JSON.parse(formatSarif(diagnostics)))).toMatchObject({ ok: true })
  })

  test('holds places, second places, fixes and what has no place', () => {
    const [run] = JSON.parse(formatSarif(found)).runs
    expect(run.tool.driver.rules[run.results[0].ruleIndex].id).toBe('schema/wrong-form')
    expect(run.results[0]).toMatchObject({
      level: 'error',
      message: { text: 'Two tasks: "late-fee", 100 %\nSeen twice\nRename one of them:\nnow' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'tasks/late%20fee.yaml' },
            region: { startLine: 1, startColumn: 5, endLine: 1, endColumn: 13 },
          },
        },
      ],
      relatedLocations: [{ message: { text: 'The other one' } }],
    })
    const [{ replacements }] = run.results[1].fixes[0].artifactChanges
    expect(replacements).toEqual([
      {
        deletedRegion: { startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 },
        insertedContent: { text: '' },
      },
    ])
    expect(run.results[2].level).toBe('note')
    expect(run.results[3].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'tasks/gone.yaml' },
    })
  })
})

test('github: one command a line, what would end it or its properties escaped', () => {
  expect(formatGithub(found)).toBe(
    [
      '::error file=tasks/late fee.yaml,line=1,endLine=1,col=5,endColumn=13,title=schema/wrong-form::Two tasks: "late-fee", 100 %25%0ARename one of them:%0Anow',
      '::warning file=tasks/late fee.yaml,line=2,endLine=2,col=6,endColumn=13,title=lint/no-unused-pack::No item names `logic` \u0007',
      '::notice file=tasks/late fee.yaml,line=4,endLine=4,col=4,endColumn=8,title=lint/no-any::A remark',
      '::error file=tasks/gone.yaml,title=yaml/unreadable::It cannot be read (ENOENT)',
      '',
    ].join('\n'),
  )
  const comma = { ...source, path: 'a,b:c.yaml' }
  const one = diagnosticAt('yaml/tag', spanOf(comma, 0, 1), 'x')
  expect(formatGithub([one])).toMatch(/^::error file=a%2Cb%3Ac\.yaml,line=1,/)
  expect(formatGithub([])).toBe('')
})

describe('junit', () => {
  test('has a suite for each file, a failure for each error, the rest as text', () => {
    const text = formatJunit(found)
    expect(text).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="reviewgym" tests="4" failures="2">\n/,
    )
    expect(text.match(/<testsuite .*>/g)).toEqual([
      '<testsuite name="tasks/late fee.yaml" tests="3" failures="1">',
      '<testsuite name="tasks/gone.yaml" tests="1" failures="1">',
    ])
    expect(text.match(/<testcase [^>]*>/g)).toEqual([
      '<testcase classname="tasks/late fee.yaml" name="schema/wrong-form (1:5)">',
      '<testcase classname="tasks/late fee.yaml" name="lint/no-unused-pack (2:6)">',
      '<testcase classname="tasks/late fee.yaml" name="lint/no-any (4:4)">',
      '<testcase classname="tasks/gone.yaml" name="yaml/unreadable">',
    ])
    expect(text).toContain('message="Two tasks: &quot;late-fee&quot;, 100 %"')
    expect(text).toContain('Ü &amp; &lt;b&gt;, 100 %')
    expect(text).not.toContain('\u0007')
  })

  test('passes where there is nothing to say', () => {
    expect(formatJunit([])).toContain('tests="1" failures="0"')
    expect(formatJunit([])).not.toContain('<failure')
  })
})
