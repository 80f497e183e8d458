import published from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, diagnosticAt, fileError } from '../src/core/diagnostic.ts'
import { spanOf } from '../src/core/source.ts'
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

/** The schema of SARIF 2.1.0 as OASIS publishes it; of draft 4, but it uses nothing that has changed since. */
const { $schema: _draft, id: _id, ...sarifSchema } = published
const validateSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  sarifSchema,
)

interface SarifLog {
  readonly runs: readonly { readonly results: readonly object[] }[]
}

describe('sarif', () => {
  test.each([[found], [[]]])('has the shape of SARIF 2.1.0 (%#)', (diagnostics) => {
    validateSarif(JSON.parse(formatSarif(diagnostics)))
    expect(validateSarif.errors).toBeNull()
  })

  test.each([
    [
      'a fix without changes',
      (log: SarifLog) => Object.assign(log.runs[0]?.results[1] ?? {}, { fixes: [{}] }),
    ],
    [
      'a second place without a file',
      (log: SarifLog) =>
        Object.assign(log.runs[0]?.results[0] ?? {}, {
          relatedLocations: [{ physicalLocation: { region: { startLine: 0 } } }],
        }),
    ],
    ['an unknown level', (log: SarifLog) => Object.assign(log.runs[0]?.results[0] ?? {}, { level: 'info' })],
  ])('the schema refuses %s', (_, spoil) => {
    const log: SarifLog = JSON.parse(formatSarif(found))
    spoil(log)
    expect(validateSarif(log)).toBe(false)
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
