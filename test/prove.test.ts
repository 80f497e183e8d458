import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkTypes } from '../src/author/compile/check-types.ts'
import { emitBundle } from '../src/author/compile/emit.ts'
import { lintCorpus } from '../src/author/compile/lint-corpus.ts'
import { readTaskWithoutOutcomes } from '../src/author/compile/read-task.ts'
import { proveControls } from '../src/author/prove/controls.ts'
import { proveTasks } from '../src/author/prove/prove.ts'
import { summarizeMatrix } from '../src/author/prove/summary.ts'
import { updatedOutcomes } from '../src/author/prove/update.ts'
import type { Workbench } from '../src/author/prove/workbench.ts'
import { parseYaml } from '../src/author/syntax/parse-yaml.ts'
import { printFlow } from '../src/author/syntax/print-flow.ts'
import { toJson } from '../src/author/syntax/tree.ts'
import type { Diagnostic } from '../src/core/diagnostic.ts'
import { positionAt } from '../src/core/source.ts'
import { corpusFiles } from './support/corpus.ts'
import { memoryBench } from './support/workbench.ts'

const sound = readFileSync('test/fixtures/proof/loans.yaml', 'utf8')

let bench: Workbench
beforeAll(() => {
  bench = memoryBench()
})

/** The sound task with parts of its text replaced; each part must be there. */
function sabotaged(...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    expect(text).toContain(from)
    return text.replace(from, () => to)
  }, sound)
}

function fileOf(text: string) {
  return { path: 'loans.yaml', bytes: new TextEncoder().encode(text) }
}

/** What reading, type-checking and running a task say, each as code, line and message. */
async function prove(text: string): Promise<readonly string[]> {
  const { value: task, diagnostics } = await readTaskWithoutOutcomes(fileOf(text))
  if (!task) return diagnostics.map(told)
  const types = await checkTypes([task], { cache: null })
  if (types.length > 0) return types.map(told)
  const [proved] = await proveTasks([task], bench)
  return proved?.diagnostics.map(told) ?? []
}

function told({ code, span, message, notes }: Diagnostic): string {
  const line = span ? span.source.text.split('\n')[positionAt(span.source, span.start).line - 1]?.trim() : ''
  const where = notes.map((note) => note.message).filter((note) => note.startsWith('On '))
  return [code, line, message, ...where].join(' | ')
}

test('a sound task has nothing to be told, and its matrix is full on the diagonal alone', async () => {
  expect(await prove(sound)).toEqual([])
  const { value: task } = await readTaskWithoutOutcomes(fileOf(sound))
  const [proved] = await proveTasks(task ? [task] : [], bench)
  expect(proved && summarizeMatrix(proved.matrix)).toMatchObject({
    variants: [
      'all',
      'clean',
      'without:no-cap',
      'without:due-early',
      'without:sixth-book',
      'only:no-cap',
      'only:due-early',
      'only:sixth-book',
    ],
    items: [
      { id: 'no-cap', flips: { 'no-cap': 1, 'due-early': 0, 'sixth-book': 0 }, hold: 1 },
      { id: 'due-early', flips: { 'no-cap': 0, 'due-early': 1, 'sixth-book': 0 }, hold: 1 },
      { id: 'sixth-book', flips: { 'no-cap': 0, 'due-early': 0, 'sixth-book': 1 }, hold: 1 },
    ],
    testsHold: 1,
    testsBefore: null,
  })
})

describe('sabotage', () => {
  const [cap, due, sixth] = ['return days * 25', 'return loan.day + 13', 'loans.length <= 5'] as const
  test.each<readonly [string, string, readonly string[]]>([
    [
      'a fix that does nothing',
      sabotaged(['replace: "loans.length < 5"', 'replace: "loans.length <= (5)"']),
      [
        'prove/idle-fix | fix: | The fix of `sixth-book` changes nothing that its witness sees | On `without:sixth-book` they give [true]',
      ],
    ],
    [
      'two fixes exchanged',
      sabotaged(
        [
          `find: "${due}"\n        replace: "return loan.day + 14"`,
          `find: "${sixth}"\n        replace: "XX < 5"`,
        ],
        [
          `find: "${sixth}"\n        replace: "loans.length < 5"`,
          `find: "${due}"\n        replace: "return loan.day + 14"`,
        ],
        ['XX < 5', 'loans.length < 5'],
      ),
      [
        'prove/swapped-fix | fix: | The fix of `due-early` changes nothing that its witness sees, and the fix of `sixth-book` mends it | On `without:due-early` they give [16]',
        'prove/swapped-fix | fix: | The fix of `sixth-book` changes nothing that its witness sees, and the fix of `due-early` mends it | On `without:sixth-book` they give [true]',
      ],
    ],
    [
      'a fix that mends two defects',
      sabotaged(
        [sixth, 'loans.length <= LIMIT'],
        ['export function lateFee', 'const LIMIT = 5\n      export function lateFee'],
        [`find: "${sixth}"`, 'find: "loans.length <= LIMIT"'],
        [
          'replace: "return loan.day + 14"',
          'replace: "return loan.day + 14"\n      - find: "const LIMIT = 5"\n        replace: "const LIMIT = 4"',
        ],
        ['replace: "loans.length < 5"', 'replace: "loans.length < 5 && LIMIT > 0"'],
      ),
      [
        'prove/shared-fix | fix: | The fix of `due-early` also changes what the witness of `sixth-book` sees | On `without:due-early` they give [false]',
      ],
    ],
    [
      'a case that passes on both sides',
      sabotaged([
        'actual: [true]\n          expected: [false]',
        'actual: [true]\n          expected: [true]',
      ]),
      [
        'prove/no-difference | - calls: [{ call: mayBorrow, args: [[1, 2, 3, 4, 5]] }] | This case of `sixth-book` passes on both sides',
      ],
    ],
    [
      'a case whose accepted outcomes take in the defective one',
      sabotaged(['expected_any: [[0]]', 'expected_any: [[0], [2150]]']),
      [
        'prove/no-difference | - calls: [{ call: lateFee, args: [{ book: Emma, day: 0, priceInCents: 100 }, 86] }] | This case of `no-cap` passes on both sides',
      ],
    ],
    [
      'an outcome that is not what happens on the defective program',
      sabotaged(['actual: [16]', 'actual: [15]']),
      ['prove/wrong-outcome | actual: [15] | This is not what happens | On `all` they give [16]'],
    ],
    [
      'an outcome that is not what happens on the fixed program',
      sabotaged(['expected: [17]', 'expected: [18]']),
      [
        'prove/wrong-outcome | expected: [18] | This is not what happens | On `without:due-early` they give [17]',
      ],
    ],
    [
      'a case that needs what another case left behind',
      sabotaged(
        [
          'export function titles',
          'let borrowed = 0\n      export function borrow(): number {\n        borrowed += 1\n        return borrowed\n      }\n\n      export function titles',
        ],
        [
          '[{ call: mayBorrow, args: [[1, 2, 3, 4, 5]] }]\n          actual: [true]\n          expected: [false]',
          '[{ call: borrow }, { call: mayBorrow, args: [[1, 2, 3, 4, 5]] }]\n          actual: [2, true]\n          expected: [2, false]',
        ],
      ),
      ['prove/wrong-outcome | actual: [2, true] | This is not what happens | On `all` they give [1,true]'],
    ],
    [
      'a case that hangs on chance',
      sabotaged([
        'return loans.map(({ book }) => book)',
        'return Math.random() < 2 ? [String(Math.random())] : [loans[0]?.book ?? ""]',
      ]),
      [
        expect.stringMatching(
          /^prove\/unstable \| - calls: \[\{ call: titles.*The same calls give one thing now and another thing then \| On `all` they give \[\["0\.\d+"\]\], and then they give \[\["0\.\d+"\]\]$/,
        ),
      ],
    ],
    [
      'a case that hangs on the day',
      sabotaged([
        'return loans.map(({ book }) => book)',
        'return [loans[0]?.book ?? "", new Date().toISOString().slice(0, 10)]',
      ]),
      [
        expect.stringMatching(
          /^prove\/unstable \| - calls: \[\{ call: titles.*On `all` they give \[\["Emma","2026-01-01"\]\], and then they give \[\["Emma","2027-02-01"\]\]$/,
        ),
      ],
    ],
    [
      'a case that hangs on the order of unordered rows',
      sabotaged(
        [
          'tests:',
          'fixtures:\n  db: { use: sql, schema: CREATE TABLE shelf (book), rows: { shelf: [{ book: Emma }, { book: Persuasion }] } }\ntests:\n  - calls: [{ call: shelf, args: [{ $: db }] }]\n    expected: [[{ book: Emma }, { book: Persuasion }]]',
        ],
        [
          'export function titles',
          "export function shelf(db: { query(sql: string): Promise<unknown[]> }) {\n        return db.query('SELECT book FROM shelf')\n      }\n\n      export function titles",
        ],
      ),
      [
        'prove/unstable | - calls: [{ call: shelf, args: [{ $: db }] }] | The same calls give one thing now and another thing then | On `all` they give [[{"book":"Emma"},{"book":"Persuasion"}]], and then they give [[{"book":"Persuasion"},{"book":"Emma"}]]',
      ],
    ],
    [
      'a test that one variant fails',
      sabotaged([
        'tests:',
        'tests:\n  - calls: [{ call: dueDay, args: [{ book: Emma, day: 1, priceInCents: 1 }] }]\n    expected: [14]',
      ]),
      [
        'prove/failing-test | - calls: [{ call: dueDay, args: [{ book: Emma, day: 1, priceInCents: 1 }] }] | This test does not hold on `clean`, `without:due-early`, `only:no-cap` and 1 more | On `clean` they give [15]',
      ],
    ],
    [
      'a test that holds nowhere',
      sabotaged(['expected: [[Emma]]', 'expected: [[Persuasion]]']),
      [
        'prove/failing-test | - calls: [{ call: titles, args: [[{ book: Emma, day: 0, priceInCents: 100 }]] }] | This test does not hold on every variant | On `all` they give [["Emma"]]',
      ],
    ],
    [
      'fixes that overlap',
      sabotaged([
        `find: "${due}"\n        replace: "return loan.day + 14"`,
        `find: "if (days < 0) return 0\\n  ${cap}"\n        replace: "return 1"`,
      ]),
      [expect.stringMatching(/^check\/overlapping-fixes \|/)],
    ],
    [
      'a variant that does not type-check',
      sabotaged(['replace: "loans.length < 5"', 'replace: "loans.size < 5"']),
      [expect.stringMatching(/^check\/type-error \| replace: "loans\.size < 5" \| Property `?'?size/)],
    ],
    [
      'variants that do not type-check together, though each fix does alone',
      sabotaged(
        [
          'replace: "return loan.day + 14"',
          'replace: "return loan.day + PERIOD"\n      - find: "readonly book: string"\n        replace: "readonly book: string\\n  readonly renewed?: number"',
        ],
        ['export function lateFee', 'const PERIOD = 14\n      export function lateFee'],
        [
          'replace: "loans.length < 5"',
          'replace: "loans.length < 5"\n      - find: "const PERIOD = 14"\n        replace: "const LIMIT = 14"',
        ],
      ),
      [expect.stringMatching(/^check\/type-error \| replace: "return loan\.day \+ PERIOD"/)],
    ],
    [
      'a defect that hides behind another',
      sabotaged(
        [sixth, 'loans.length < 9'],
        [`find: "${sixth}"`, 'find: "loans.length < 9"'],
        ['return Math.min(days * 25, loan.priceInCents)', 'return Math.min(days * 25, loan.priceInCents)'],
        [
          'export function mayBorrow(loans: readonly Loan[]): boolean {',
          'export function mayBorrow(loans: readonly Loan[]): boolean {\n        if (lateFee({ book: "", day: 0, priceInCents: 1 }, 2) > 1) return false',
        ],
      ),
      [
        'prove/hidden-defect | - calls: [{ call: mayBorrow, args: [[1, 2, 3, 4, 5]] }] | `sixth-book` does not show as long as `no-cap` is there | On `all` they give [false]',
      ],
    ],
    [
      'a program that cannot be loaded',
      sabotaged(['export function titles', 'titles([]).at(0)!.trim()\n      export function titles']),
      [
        "prove/unloadable | - path: src/loans.ts | The program cannot be loaded: TypeError: cannot read property 'trim' of undefined",
      ],
    ],
    [
      'a case that never ends',
      sabotaged([
        'export function titles(loans: readonly Loan[]): string[] {',
        'export function titles(loans: readonly Loan[]): string[] {\n        while (loans.length > 0);',
      ]),
      [
        'prove/failing-test | - calls: [{ call: titles, args: [[{ book: Emma, day: 0, priceInCents: 100 }]] }] | This test does not hold on every variant | On `all` they give [{"hangs":true}]',
      ],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await prove(text)).toEqual(expected)
  })
})

test('outcomes that are missing or wrong are written, and nothing else of the file changes', async () => {
  const [wrong, missing] = [
    ['actual: [16]', 'actual: [15]'] as const,
    ['\n          actual: [true]', ''] as const,
  ]
  const updates = await updatedOutcomes([fileOf(sabotaged(wrong, missing))], bench)
  expect(updates).toEqual([
    {
      path: 'loans.yaml',
      text: sound,
      changes: [
        expect.objectContaining({ place: 'loans.yaml:66:11 actual', before: '[15]', after: '[16]' }),
        expect.objectContaining({ place: 'loans.yaml:85:11 actual', before: null, after: '[true]' }),
      ],
      withheld: [],
    },
  ])
  expect(await updatedOutcomes([fileOf(sound)], bench)).toEqual([])
})

test('an outcome that nothing can equal is not written, and its place is told with what it is', async () => {
  const text = sabotaged(
    [
      'export function titles',
      'export function ring(): object {\n        const one: Record<string, unknown> = {}\n        one.self = one\n        return one\n      }\n\n      export function titles',
    ],
    ['tests:', 'tests:\n  - calls: [{ call: ring }]'],
  )
  expect(await updatedOutcomes([fileOf(text)], bench)).toEqual([
    {
      path: 'loans.yaml',
      text,
      changes: [],
      withheld: [{ place: expect.stringMatching(/^loans\.yaml:\d+:5 expected$/), what: 'circular' }],
    },
  ])
})

test('outcomes are written behind calls in block form, before whatever follows', async () => {
  const block = sabotaged([
    '  - calls: [{ call: titles, args: [[{ book: Emma, day: 0, priceInCents: 100 }]] }]\n    expected: [[Emma]]',
    '  - calls:\n      - call: titles\n        args: [[]]\n  - calls:\n      - call: titles\n        args: [[{ book: Emma, day: 0, priceInCents: 100 }]]',
  ])
  const [update] = await updatedOutcomes([fileOf(block)], bench)
  expect(update?.text.slice(block.indexOf('tests:'))).toBe(
    'tests:\n  - calls:\n      - call: titles\n        args: [[]]\n    expected: [[]]\n  - calls:\n      - call: titles\n        args: [[{ book: Emma, day: 0, priceInCents: 100 }]]\n    expected: [[Emma]]\n',
  )
})

test('programs are run as a bundle has them: keys in its order, not in that of the file', async () => {
  const text = sabotaged(
    [
      'export function titles',
      'export function keys(entry: Record<string, unknown>): string[] {\n        return Object.keys(entry)\n      }\n\n      export function titles',
    ],
    ['tests:', 'tests:\n  - calls: [{ call: keys, args: [{ b: 1, a: 2 }] }]\n    expected: [[a, b]]'],
  )
  expect(await prove(text)).toEqual([])
})

test('a row that the oracle does not play to its maximum, or that pays for nothing, is told', async () => {
  const [file] = corpusFiles().filter(({ path }) => path.endsWith('order-search.yaml'))
  const { tasks } = await lintCorpus(file ? [file] : [])
  const bundle = emitBundle(tasks, null)
  const own = memoryBench()
  expect(await proveControls(tasks, bundle, own)).toEqual([])
  const secret = bundle.private.tasks['order-search']
  const [row] = secret?.rows ?? []
  if (!secret || !row) throw new Error('No row')
  const changed = { ...row, maximum: { ...row.maximum, learn: row.maximum.learn + 1 } }
  const wrong = {
    ...bundle,
    private: {
      ...bundle.private,
      tasks: { 'order-search': { ...secret, rows: [changed, ...secret.rows.slice(1)] } },
    },
  }
  const [said] = await proveControls(tasks, wrong, own)
  expect(said && [told(said)]).toEqual([
    expect.stringMatching(
      new RegExp(`^prove/oracle \\| .*On \`${row.variant}\` a perfect review earns 0\\.\\d+`),
    ),
  ])
})

test('where a perfect review earns less, what is lacking is told: a text, a recommendation, a patch', async () => {
  const [file] = corpusFiles().filter(({ path }) => path.endsWith('order-search.yaml'))
  const { tasks } = await lintCorpus(file ? [file] : [])
  const bundle = emitBundle(tasks, null)
  const secret = bundle.private.tasks['order-search']
  const [first, , second] = secret?.items ?? []
  if (!secret || !first || !second) throw new Error('Too few items')
  const wrong = {
    ...bundle,
    private: {
      ...bundle.private,
      tasks: {
        'order-search': {
          ...secret,
          items: secret.items.map((item) =>
            item === first
              ? { ...item, accepts: ['Something is odd about this part of the program.'] }
              : item === second
                ? { ...item, recommendation: 'Think about it again.' }
                : item,
          ),
          tests: secret.tests.map((one) => ({ ...one, expected: one.expected?.map(() => 'other') ?? [] })),
        },
      },
    },
  }
  const told = (await proveControls(tasks, wrong, memoryBench())).flatMap(({ notes }) => notes)
  const lacking = new Set(
    told.map(({ message }) => message).filter((message) => !message.startsWith('The most')),
  )
  expect([...lacking].sort()).toEqual([
    `The first of \`accepts\` of \`${first.id}\` is vague, not matched`,
    'The fixes of all items together, as one patch, are refused: a test of the task does not hold with them',
    `\`${second.id}\` is explained, but not in full: \`recommendation\` does not meet \`remedy\``,
  ])
})

test.each([
  null,
  'Emma',
  'yes',
  '',
  ' a',
  'a: b',
  'a, b]',
  '#x',
  '12',
  'Änderung',
  'line\nbreak',
  { 'a b': [1, -0.5, { $undefined: true }], true: {} },
])('%j is written so that YAML reads it back', (value) => {
  const source = { path: 'x.yaml', text: `key: ${printFlow([value])}\n` }
  const { value: root } = parseYaml(source)
  expect(root && toJson(root)).toEqual({ key: [value] })
})

test('what was run is not run again, unless the program or the calls have changed', async () => {
  const own = memoryBench()
  const runs = async (text: string) => {
    const { value: task } = await readTaskWithoutOutcomes(fileOf(text))
    const before = own.runs()
    await proveTasks(task ? [task] : [], own)
    return own.runs() - before
  }
  const cold = await runs(sound)
  expect(cold).toBe((3 + 1) * (8 + 5))
  expect(await runs(sound)).toBe(0)
  expect(await runs(sound.replace('Loans of a small library', 'Another title'))).toBe(0)
  expect(await runs(sound.replace('expected: [[Emma]]', 'expected: [[Persuasion]]'))).toBe(0)
  expect(await runs(sound.replace('args: [[1, 2, 3, 4, 5]]', 'args: [[1, 2, 3, 4, 6]]'))).toBe(8 + 5)
  expect(await runs(sound.replace('const LIMIT', 'const MAXIMUM').replace('days < 0', 'days < 1'))).toBe(cold)
  await own.cache.write('runs/loans.json', '{ spoilt')
  expect(await runs(sound)).toBe(cold)
})
