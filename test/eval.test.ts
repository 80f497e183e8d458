import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SeverityWord } from '../src/model/finding.ts'
import { stepsOf } from '../src/model/trajectory.ts'
import type { OpenBundle } from '../src/runtime/bundle/opened.ts'
import { attainableMaximum } from '../src/runtime/grader/maximum.ts'
import { runCli } from './support/cli.ts'
import { compiledCorpus } from './support/corpus.ts'
import { folderWithTasks, temporaryFolder } from './support/folder.ts'
import { runAt } from './support/run-folder.ts'

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledCorpus()
})

async function evaluate(...args: string[]): ReturnType<typeof runAt> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'corpus.json'), corpus.text)
  const { code, stderr } = runCli(['eval', 'corpus.json', ...args, '-o', 'run'], folder)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return runAt(join(folder, 'run'))
}

/** Each row with its patch takes a second where it is Python, so the second profile plays one split. */
describe.each([
  ['strict', [], ['train', 'eval']],
  ['learn', ['--split', 'eval'], ['eval']],
] as const)('under %s', (profile, chosen, splits) => {
  test('the oracle earns the closed formula’s maximum on every row, exactly', async () => {
    const { results } = await evaluate('--agent', 'oracle', '--profile', profile, ...chosen)
    const rows = splits.flatMap((split) => corpus.bundle.splits[split])
    expect(results.rollouts).toHaveLength(rows.length)
    expect(results.rollouts.filter(({ score, maximum }) => score !== maximum)).toEqual([])
  })

  test('nop earns exactly 0 on every row with defects, and the maximum of the clean ones', async () => {
    const { results } = await evaluate('--agent', 'nop', '--profile', profile)
    const expected = results.rollouts.map(({ variant, maximum }) => (variant === 'clean' ? maximum : 0))
    expect(results.rollouts.map(({ score }) => score)).toEqual(expected)
  })
})

test('rewards add up to the score exactly, and components too', async () => {
  for (const delivery of ['dense', 'terminal']) {
    const { trajectories } = await evaluate('--agent', 'oracle', '--delivery', delivery, '-n', '40')
    for (const trajectory of trajectories) {
      const { score, components } = trajectory.end
      expect(stepsOf(trajectory).reduce((total, { reward }) => total + reward, 0)).toBe(score)
      expect(Object.values(components).reduce((total, part) => total + part, 0)).toBe(score)
    }
  }
})

test('the maximum follows from the number of items alone, but for rounding and small calibration shares', () => {
  const round = (units: number) => Math.round((units / 2 ** 20) * 1000) / 1000
  expect(round(attainableMaximum([], 'strict'))).toBe(0.433)
  expect(round(attainableMaximum([], 'learn'))).toBe(0.24)
  const items = (isPatchable: boolean, ...severities: readonly SeverityWord[]) =>
    severities.map((severity) => ({ severity, isPatchable }))
  expect(round(attainableMaximum(items(false, 'critical'), 'strict'))).toBe(0.822)
  expect(round(attainableMaximum(items(true, 'critical'), 'strict'))).toBe(0.966)
  expect(round(attainableMaximum(items(false, 'low', 'high', 'medium'), 'learn'))).toBe(0.832)
  expect(round(attainableMaximum(items(true, 'low', 'high', 'medium'), 'learn'))).toBe(0.976)
  const stored = [...corpus.bundle.tasks.values()].flat()
  for (const { rubric } of stored)
    expect(rubric.maximum.strict).toBe(
      attainableMaximum(
        rubric.items.map(({ severity, source }) => ({ severity, isPatchable: source.cases.length > 0 })),
        'strict',
      ),
    )
})

test('an unknown agent or split is refused with the right word', () => {
  const folder = folderWithTasks()
  expect(runCli(['eval', '--agent', 'oracel'], folder)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: There is no agent `oracel`\nhint: Did you mean `oracle`?\n',
  })
  expect(runCli(['eval', '--agent', 'nop', '--split', 'test'], folder)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: There is no split `test`\nhint: There are: train, eval\n',
  })
})
