import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { checkTypes } from '../../src/author/compile/check-types.ts'
import { emitBundle } from '../../src/author/compile/emit.ts'
import { readTaskWithoutOutcomes } from '../../src/author/compile/read-task.ts'
import { proveControls } from '../../src/author/prove/controls.ts'
import { proveTasks } from '../../src/author/prove/prove.ts'
import { summarizeMatrix } from '../../src/author/prove/summary.ts'
import { defaultPolicies } from '../../src/model/policy.ts'
import { indexBundle } from '../../src/runtime/bundle/opened.ts'
import { startEpisode, stepEpisode } from '../../src/runtime/environment/episode.ts'
import { builtSandbox } from '../support/pool.ts'
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
  })
})

test('what does not hold in Python is told at its place', async () => {
  const task = await taskOf(sound.replace('pop(0).dish"', 'pop(-1).dish"'))
  const [proved] = await proveTasks([task], bench)
  expect(proved?.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'prove/idle-fix The fix of `last-first` changes nothing that its witness sees',
  ])
})

test('what agents send is not run for Python, and they are told so', async () => {
  const task = await taskOf(sound)
  const bundle = emitBundle([task], null)
  const [row] = indexBundle(bundle).tasks.get('kitchen') ?? []
  if (!row) throw new Error('No row')
  const patch = { files: [{ path: 'src/kitchen.py', code: 'x = 1\n' }] }
  const { problem } = stepEpisode(startEpisode(row, defaultPolicies.train, []), {
    operation: 'submit_patch',
    patch,
  })
  expect(problem).toBe(
    'Witnesses and patches are not run for tasks in python: findings without a witness are taken',
  )
  const told = await proveControls([task], bundle, bench)
  // Its evidence is a stand-in, so a perfect review explains nothing; but no patch is counted on either.
  expect(told.map(({ notes }) => notes[0]?.message)).toContain(
    'The most that the row can give is 0.8221149444580078',
  )
})
