import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { ensurePython } from '../../scripts/python.mjs'
import { decodeAction } from '../../src/model/action.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { calling, improvingModel, openChatServer } from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runAt } from '../support/run-folder.ts'

const python = await ensurePython('test/python/exports-requirements.txt')
if ('missing' in python) {
  process.stderr.write(`The tests of exports in Python do not run: ${python.missing}\n`)
  if (process.env.CI) throw new Error(python.missing)
}

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledPair()
})

/** A run of a model that improves, twice a row; the second time it gives up at once. */
async function improvingRun(): Promise<string> {
  const improve = improvingModel(corpus.bundle)
  const firstSeeds = new Set<number | undefined>()
  const server = await openChatServer((call) => {
    if (firstSeeds.size === 0) firstSeeds.add(call.body.seed)
    return firstSeeds.has(call.body.seed) ? improve(call) : calling(['finalize', {}])
  })
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus.text)
  const run = join(folder, 'run')
  const args = ['eval', bundle, '--model', 'improving', '--base-url', server.url, '--task', 'order-search']
  const { code, stderr } = await runHere([
    ...args,
    '--epochs',
    '2',
    '--concurrency',
    '1',
    '--quiet',
    '-o',
    run,
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return run
}

async function exported(run: string, target: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await runHere(['export', target, run, '--json', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { path, rows } = JSON.parse(stdout)
  const lines = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  return { rows, lines }
}

test('conversations hold what was seen and done: every assistant’s text ends with the action that was played', async () => {
  const run = await improvingRun()
  const { trajectories } = await runAt(run)
  const { lines } = await exported(run, 'sft')
  const all = lines()
  expect(all).toHaveLength(trajectories.length)
  for (const [index, { messages, score }] of all.entries()) {
    expect(messages.slice(0, 2).map(({ role }: { role: string }) => role)).toEqual(['system', 'user'])
    const said = messages.filter(({ role }: { role: string }) => role === 'assistant')
    const actions = said.map(({ content }: { content: string }) => JSON.parse(content))
    for (const action of actions) expect(decodeAction(action)).not.toHaveProperty('faults')
    const steps = trajectories[index]?.turns.filter(({ event }) => event === 'step') ?? []
    expect(actions).toEqual(steps.map((step) => 'action' in step && step.action))
    expect(score).toBe(trajectories[index]?.end.score)
  }
})

test('filters keep episodes by score, success and improvement', async () => {
  const run = await improvingRun()
  const { results } = await runAt(run)
  const scores = results.rollouts.map(({ score }) => score ?? -1)
  expect((await exported(run, 'sft', '--min-score', '0.5')).rows).toBe(
    scores.filter((score) => score >= 0.5).length,
  )
  const best = results.rollouts.filter(({ score, maximum }) => (score ?? -1) >= 0.8 * (maximum ?? 2))
  expect((await exported(run, 'sft', '--success', '0.8')).rows).toBe(best.length)
  const improved = (await exported(run, 'atif', '--improved')).lines()
  expect(improved.length).toBeGreaterThan(0)
  expect(improved.length).toBeLessThan(best.length + 1)
})

test('OpenEnv’s JSON has for each step what a client got', async () => {
  const run = await improvingRun()
  for (const { reset, steps, score } of (await exported(run, 'openenv-json')).lines()) {
    expect(reset).toMatchObject({ reward: null, done: false, observation: { step: 0, score: null } })
    for (const [index, step] of steps.entries()) expect(step.observation.step).toBe(index + 1)
    expect(steps.at(-1)).toMatchObject({ done: true, observation: { score } })
    expect(steps.reduce((sum: number, { reward }: { reward: number }) => sum + reward, 0)).toBe(score)
  }
})

test.skipIf('missing' in python)('pyarrow and datasets load what TRL’s trainers take', async () => {
  const run = await improvingRun()
  const output = temporaryFolder()
  for (const target of ['sft', 'dpo', 'parquet']) await exported(run, target, '-o', output)
  const { path } = python as { readonly path: string }
  const { stdout } = await promisify(execFile)(path, ['test/python/exports.py', output, temporaryFolder()])
  const { results } = await runAt(run)
  const seen = JSON.parse(stdout)
  const scores = results.rollouts.map(({ score }) => score)
  expect(seen.parquet).toMatchObject({ rows: 12, sums: seen.parquet.scores })
  expect([...seen.parquet.scores].sort()).toEqual([...scores].sort())
  expect(seen.parquet.messages).toMatch(/^list<element: struct<role: string, content: string>>$/)
  expect(seen.parquet.rewards).toBe('list<element: double>')
  expect(seen.dataset).toEqual({ rows: 12, first: seen.parquet.first, score: seen.parquet.scores[0] })
  expect(seen.sft).toMatchObject({ rows: 12, roles: ['assistant', 'system', 'user'] })
  expect(seen.conversations).toEqual({
    parquet: { messages: true },
    sft: { messages: true },
    dpo: { prompt: true, chosen: true, rejected: true },
  })
  expect(seen.dpo).toMatchObject({ last: ['user'], answers: ['assistant'] })
  expect(seen.dpo.rows).toBeGreaterThan(2)
  expect(seen.dpo.gap).toBeGreaterThanOrEqual(0.05)
  expect(seen.hub).toMatchObject({
    rows: 12,
    columns: seen.parquet.columns,
    card: { size_categories: ['n<1K'], task_categories: ['text-generation'] },
  })
})
