import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkTypes } from '../../src/author/compile/check-types.ts'
import { emitBundle } from '../../src/author/compile/emit.ts'
import { lintCorpus } from '../../src/author/compile/lint-corpus.ts'
import { composeVariant } from '../../src/author/task/compose.ts'
import { defaultPolicies } from '../../src/model/policy.ts'
import { pythonWorld } from '../../src/model/python-world.ts'
import { functionsOf } from '../../src/rollout/attack/sight.ts'
import { indexBundle } from '../../src/runtime/bundle/opened.ts'
import { startEpisode } from '../../src/runtime/environment/episode.ts'
import { observe } from '../../src/runtime/environment/observe.ts'

const SOUND = readFileSync('test/fixtures/python/seat-holds.yaml', 'utf8')

async function lint(text: string) {
  return lintCorpus([{ path: 'seat-holds.yaml', bytes: Buffer.from(text) }])
}

/** What is found, or of it the errors; each with the text of the YAML that it underlines. */
async function said(text: string, which: 'all' | 'errors' = 'errors'): Promise<readonly string[]> {
  const { tasks, diagnostics } = await lint(text)
  const found = [...diagnostics, ...(await checkTypes(tasks, { cache: null }))]
  return found
    .filter(({ severity }) => which === 'all' || severity === 'error')
    .map(({ code, message, span }) => `${code} ${message} | ${span ? text.slice(span.start, span.end) : ''}`)
}

test('a sound task draws no warning and no error, with any line ends', async () => {
  expect(await said(SOUND, 'all')).toEqual([])
  expect(await said(SOUND.replaceAll('\n', '\r\n'), 'all')).toEqual([])
})

test('a fix keeps the indentation around it and brings its own', async () => {
  const { tasks } = await lint(SOUND)
  const [task] = tasks
  const [file] = task ? composeVariant(task, new Set()) : []
  expect(file?.text).toContain(
    '        try:\n            await self._store.sell(hold.seat, hold.visitor, cents)\n        except SeatTaken:\n            return False\n        finally:\n',
  )
  expect(file?.text).toContain(
    '        labels = [*(labels or []), visitor]\n        self._holds[seat] = Hold(seat, visitor, now + HOLD_FOR, labels)\n',
  )
})

test('lines and scopes of a row are those of the served program', async () => {
  const { tasks } = await lint(SOUND)
  const bundle = emitBundle(tasks, null)
  const rows = bundle.private.tasks['seat-holds']?.rows.map(({ variant, items }) => [
    variant,
    ...items.map(({ id, anchor, scope }) => [id, anchor.lines, scope.lines]),
  ])
  expect(Object.fromEntries(rows?.map(([variant, ...items]) => [variant, items]) ?? [])).toEqual({
    all: [
      ['shared-labels', [32, 32], [32, 40]],
      ['paid-anyway', [48, 48], [47, 50]],
    ],
    'only:paid-anyway': [['paid-anyway', [48, 48], [47, 50]]],
    'only:shared-labels': [['shared-labels', [32, 32], [32, 40]]],
  })
})

test('cheaters who skim the code see its functions', async () => {
  const { tasks } = await lint(SOUND)
  const [row] = indexBundle(emitBundle(tasks, null)).tasks.get('seat-holds') ?? []
  if (!row) throw new Error('No row')
  const observation = observe(startEpisode(row, defaultPolicies.train, []), null)
  expect(functionsOf(observation).map(({ name }) => name)).toEqual([
    'short',
    'is_over',
    '__init__',
    'hold',
    'pay',
    'open_holds',
  ])
})

const faults: readonly (readonly [before: string, after: string, said: readonly string[]])[] = [
  [
    'self._holds[seat] = Hold(seat, visitor',
    'self._hold[seat] = Hold(seat, visitor',
    ['check/text-not-found'],
  ],
  [
    'return now >= self.until',
    'return now >= until',
    ['check/unknown-reference Nothing defines `until` | until'],
  ],
  [
    'return now >= self.until',
    'return now >= self.untill',
    [
      'check/type-error Cannot access attribute "untill" for class "Hold*" (reportAttributeAccessIssue) | untill',
    ],
  ],
  [
    'replace: "labels: list[str] | None = None) -> Hold:"',
    'replace: "labels: list[str] | None = None) -> Holt:"',
    ['check/unknown-reference With this fix nothing defines `Holt` | Holt'],
  ],
  [
    '          except SeatTaken:\n                      return False\n',
    '          except SeatTaken:\n                  return False\n',
    [
      'check/syntax-error With this fix the code does not parse: Expected an indented block after `except` clause | return',
    ],
  ],
  [
    'labels = [*(labels or []), visitor]',
    'labels = [*(labels or []), visitor.upperr()]',
    [
      'check/type-error Cannot access attribute "upperr" for class "str" (reportAttributeAccessIssue) | upperr',
    ],
  ],
  ['{ call: by_row,', '{ call: by_rows,', ['check/unknown-reference There is no export `by_rows` | by_rows']],
  [
    '{ call: by_row,',
    '{ call: src/store.py#SeatStor,',
    ['check/unknown-reference There is no export `SeatStor` | SeatStor'],
  ],
]

test.each(faults)('instead of %j: %j', async (before, after, expected) => {
  expect(SOUND.split(before).length).toBe(2)
  const found = await said(SOUND.replace(before, after))
  expect(found.map((line) => (expected[0] === 'check/text-not-found' ? line.split(' ')[0] : line))).toEqual(
    expected,
  )
})

test('the documentation lists the modules that a snippet may import', () => {
  const page = readFileSync('docs/python.md', 'utf8')
  const [, list = ''] = /<!-- modules -->\n([\s\S]*?)\n<!-- end -->/.exec(page) ?? []
  expect([...list.matchAll(/`([\w.]+)`/g)].map(([, name]) => name)).toEqual(pythonWorld.modules)
})
