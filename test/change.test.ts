import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkTypes } from '../src/author/compile/check-types.ts'
import { bundleText, emitBundle } from '../src/author/compile/emit.ts'
import { readTask } from '../src/author/compile/read-task.ts'
import { proveTasks } from '../src/author/prove/prove.ts'
import { summarizeMatrix } from '../src/author/prove/summary.ts'
import type { Workbench } from '../src/author/prove/workbench.ts'
import { unifiedDiff } from '../src/author/task/change.ts'
import type { Task } from '../src/author/task/task.ts'
import type { Diagnostic } from '../src/core/diagnostic.ts'
import { positionAt } from '../src/core/source.ts'
import { observationShape, publishedObservationShape } from '../src/model/observation.ts'
import { createValidator } from '../src/model/validator.ts'
import { changeReader } from '../src/rollout/attack/exploits/change-reader.ts'
import { playCheat, startExploit } from '../src/rollout/attack/play.ts'
import { defaultPrompt } from '../src/rollout/model/default-prompt.ts'
import { openingMessages, readTemplate } from '../src/rollout/model/prompt.ts'
import { openBundle } from '../src/runtime/bundle/open.ts'
import type { Row } from '../src/runtime/bundle/opened.ts'
import { startEpisode } from '../src/runtime/environment/episode.ts'
import { observe } from '../src/runtime/environment/observe.ts'
import { memoryBench } from './support/workbench.ts'

const sound = readFileSync('templates/change.typescript.yaml', 'utf8')

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

async function read(text: string): Promise<{ task: Task | null; diagnostics: readonly Diagnostic[] }> {
  const { value, diagnostics } = await readTask({ path: 'hours.yaml', bytes: new TextEncoder().encode(text) })
  return { task: value, diagnostics }
}

/** What reading, type-checking and running a task say, each as code, line and message. */
async function prove(text: string): Promise<readonly string[]> {
  const { task, diagnostics } = await read(text)
  if (!task || diagnostics.length > 0) return diagnostics.map(told)
  const types = await checkTypes([task], { cache: null })
  if (types.length > 0) return types.map(told)
  const [proved] = await proveTasks([task], bench)
  return proved?.diagnostics.map(told) ?? []
}

function told({ code, span, message, notes }: Diagnostic): string {
  const line = span ? span.source.text.split('\n')[positionAt(span.source, span.start).line - 1]?.trim() : ''
  return [code, line, message, ...notes.map((note) => note.message)].join(' | ')
}

const policy = { feedback: 'sealed', delivery: 'terminal', profile: 'strict' } as const

async function rowsOf(text: string): Promise<readonly Row[]> {
  const { task, diagnostics } = await read(text)
  expect(diagnostics.map(told)).toEqual([])
  const opened = openBundle(bundleText(emitBundle(task ? [task] : [], null)))
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return opened.bundle.tasks.get('change') ?? []
}

async function observed(text: string) {
  return (await rowsOf(text)).map((row) => observe(startEpisode(row, policy, []), null))
}

test('a cheater that reads the change claims nothing but lines that it brings', async () => {
  const rows = await rowsOf(sound)
  const claimed = rows.flatMap((row) =>
    Array.from({ length: 20 }, (_, seed) => {
      const { submitted } = playCheat(row, policy, startExploit(changeReader, row, rows, policy, seed))
      return submitted.map(({ file, range: [line] }) => {
        const { code = '', change } = row.files.find(({ path }) => path === file) ?? {}
        const text = code.split('\n')[line - 1] ?? ''
        return change?.before?.split('\n').includes(text) ? `${file}:${line} ${text}` : null
      })
    }).flat(),
  )
  expect(claimed.length).toBeGreaterThan(50)
  expect(claimed.filter((line) => line !== null)).toEqual([])
})

test('the template is proved, and its tests say what they hold on', async () => {
  const { task } = await read(sound)
  const [proved] = await proveTasks(task ? [task] : [], bench)
  expect(proved?.diagnostics).toEqual([])
  expect(proved && summarizeMatrix(proved.matrix)).toMatchObject({ tests: 3, testsHold: 3, testsBefore: 2 })
})

describe('what is wrong with the program before the change is told where it stands', () => {
  test.each<[string, ReturnType<typeof sabotaged>, readonly string[]]>([
    [
      'a type error',
      sabotaged(['          return this.#table.read(shop)\n', '          return this.#table.reed(shop)\n']),
      [
        "check/type-error | return this.#table.reed(shop) | Property 'reed' does not exist on type 'Table' (TS2339) | In the program before the change",
      ],
    ],
    [
      'a syntax error',
      sabotaged(['        of(shop: string): string | null {', '        of(shop: string: string | null {']),
      ["check/syntax-error | of(shop: string: string | null { | ',' expected"],
    ],
    [
      'an import of a file that the change adds',
      sabotaged([
        '    role: given # shown and run, not under review\n',
        '    role: given\n    before: null\n',
      ]),
      ["check/unknown-import | import type { Table } from './table' | The task has no snippet `src/table`"],
    ],
    [
      'a form that loses lines',
      sabotaged(['    before: |\n      import', '    before: >\n      import']),
      ['check/snippet-needs-literal-block | before: > | Code must be a literal block'],
    ],
    [
      'a program that cannot be loaded',
      sabotaged(['      const HOURS = /^\\d{1,2}-\\d{1,2}$/\n', "      const HOURS = new RegExp('(')\n"]),
      [
        `prove/unloadable | before: | | The program before the change cannot be loaded: SyntaxError: expecting ')'`,
      ],
    ],
    [
      'one that does nothing that a test knows',
      sabotaged(
        [
          '        of(shop: string): string | null {\n          return',
          '        hoursOf(shop: string): string | null {\n          return',
        ],
        [
          '        change(shop: string, hours: string): void {\n          if',
          '        set(shop: string, hours: string): void {\n          if',
        ],
        ['export function isOpenAt', 'export function isOpen'],
      ),
      [
        'prove/base-without-test | tests: | No test holds on the program before the change | Stated as `expected`: [{"$undefined":true},{"raises":"RangeError"},"8-12"] | Before the change they give [{"raises":"TypeError"},{"raises":"TypeError"},null]',
      ],
    ],
    [
      'a defect that is older than the change',
      sabotaged(
        [
          '          return this.#table.read(shop)\n',
          '          const known = this.#known.get(shop + today)\n          if (known !== undefined) return known\n          const hours = this.#table.read(shop)\n          this.#known.set(shop + today, hours)\n          return hours\n',
        ],
        [
          '        of(shop: string): string | null {\n          const',
          '        readonly #known = new Map<string, string | null>()\n\n        of(shop: string, today: string): string | null {\n          const',
        ],
        [
          '          if (!HOURS.test(hours)) throw',
          "          hours = hours.replaceAll(' ', '')\n          if (!HOURS.test(hours)) throw",
        ],
      ),
      [
        'prove/defect-before-change | - id: old-hours-kept | The program before the change already has the defect `old-hours-kept` | Every case of it gives there what is stated as `actual`: they give ["9-18",{"$undefined":true},"9-18"]',
      ],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await prove(text)).toEqual(expected)
  })
})

test('agents see the code before the change and the difference; only the difference hangs on the row', async () => {
  const rows = await observed(`${sound}variants: [all, clean]\n`)
  const before = /before: \|\n([\s\S]*?) {4}code:/.exec(sound)?.[1]?.replace(/^ {6}/gm, '')
  expect(rows.length).toBeGreaterThan(1)
  for (const { snippets } of rows) {
    const [reviewed, given] = snippets
    expect(reviewed?.before).toBe(before)
    expect(reviewed?.diff).toBe(unifiedDiff('src/opening-hours.ts', before ?? '', reviewed?.code ?? ''))
    expect(given).not.toHaveProperty('before')
    expect(given).not.toHaveProperty('diff')
  }
  expect(new Set(rows.map(({ snippets: [reviewed] }) => reviewed?.diff)).size).toBe(rows.length)
  for (const shape of [observationShape, publishedObservationShape])
    for (const row of rows) expect(createValidator(shape, 'strict')(row)).toMatchObject({ ok: true })
  const [first] = rows
  expect(first?.guide).toMatch(/^A change is under review: `before`/)
  const template = readTemplate(defaultPrompt)
  if (!first || 'problem' in template) throw new Error('No row')
  const [, user] = openingMessages(template, first, 'json')
  expect(user?.content).toContain(`What the change under review did:\n\n\`\`\`\n${first.snippets[0]?.diff}`)
})

test('a file that the change adds was nowhere before', async () => {
  const added = sabotaged([
    'use: [caching]\n',
    '  - path: src/clock.ts\n    role: given\n    before: null\n    code: |\n      export const dayOf = (time: Date) => time.toISOString().slice(0, 10)\nuse: [caching]\n',
  ])
  const [row] = await observed(added)
  expect(row?.snippets[2]).toMatchObject({
    before: null,
    diff: '--- /dev/null\n+++ b/src/clock.ts\n@@ -0,0 +1,1 @@\n+export const dayOf = (time: Date) => time.toISOString().slice(0, 10)\n',
  })
})
