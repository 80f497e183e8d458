import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { checkTypes } from '../../src/author/compile/check-types.ts'
import { emitBundle } from '../../src/author/compile/emit.ts'
import { readTaskWithoutOutcomes } from '../../src/author/compile/read-task.ts'
import { proveControls } from '../../src/author/prove/controls.ts'
import { proveTasks } from '../../src/author/prove/prove.ts'
import { summarizeMatrix } from '../../src/author/prove/summary.ts'
import { decodeAction } from '../../src/model/action.ts'
import { referencePatch } from '../../src/rollout/agents/oracle.ts'
import { indexBundle } from '../../src/runtime/bundle/opened.ts'
import { builtSandbox } from '../support/pool.ts'
import { playIn } from '../support/running.ts'
import { memoryBench } from '../support/workbench.ts'

const sound = readFileSync('test/fixtures/proof/kitchen.yaml', 'utf8')
const sandbox = builtSandbox({ pythonChildren: 'fresh' })
afterAll(() => sandbox.close())
const bench = { ...memoryBench(), sandbox }

async function taskOf(text: string) {
  const { value, diagnostics } = await readTaskWithoutOutcomes({
    path: 'kitchen.yaml',
    bytes: new TextEncoder().encode(text),
  })
  expect(diagnostics).toEqual([])
  if (!value) throw new Error('No task')
  return value
}

test('a Python task is proved as any other: each fix mends its own cases on every variant', async () => {
  const task = await taskOf(sound)
  expect(await checkTypes([task], { cache: null })).toEqual([])
  const [proved] = await proveTasks([task], bench)
  expect(proved?.diagnostics).toEqual([])
  expect(proved && summarizeMatrix(proved.matrix)).toMatchObject({
    items: [
      { id: 'shared-extras', flips: { 'shared-extras': 1, 'last-first': 0 }, hold: 1 },
      { id: 'last-first', flips: { 'shared-extras': 0, 'last-first': 1 }, hold: 1 },
    ],
    tests: 2,
    testsHold: 2,
    testsBefore: null,
  })
})

test('what does not hold in Python is told at its place', async () => {
  const task = await taskOf(sound.replace('pop(0).dish"', 'pop(-1).dish"'))
  const [proved] = await proveTasks([task], bench)
  expect(proved?.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'prove/idle-fix The fix of `last-first` changes nothing that its witness sees',
  ])
})

test('its rows count patches: the author’s own fixes mend all that they name', async () => {
  const task = await taskOf(sound)
  const bundle = emitBundle([task], null)
  const rows = indexBundle(bundle).tasks.get('kitchen') ?? []
  expect(rows.length).toBeGreaterThan(1)
  for (const row of rows) {
    const action = decodeAction(referencePatch(row))
    if ('faults' in action) throw new Error('The patch is refused')
    const { episode } = await playIn(sandbox, row, action)
    const items = row.rubric.items.map(({ id }) => id)
    expect(episode.ledger).toMatchObject([{ entry: 'patch', verdict: 'accepted', fixed: items }])
  }
  const told = await proveControls([task], bundle, bench)
  // Its evidence is a stand-in, so that a perfect review explains nothing, which is told beside what could be had.
  expect(told.map(({ notes }) => notes[0]?.message)).toContain(
    'The most that the row can give is 0.9663457870483398',
  )
})
