import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensurePython } from '../../scripts/python.mjs'
import { operations } from '../../src/model/action.ts'
import { perfectActions } from '../../src/rollout/export/openenv/perfect-actions.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { unitsToNumber } from '../../src/runtime/grader/assess.ts'
import { type Serving, serve } from '../server/serving.ts'
import { compiledCorpus } from '../support/corpus.ts'

const python = await ensurePython()
if ('missing' in python) {
  process.stderr.write(`The tests of the Python clients do not run: ${python.missing}\n`)
  if (process.env.CI) throw new Error(python.missing)
}

let bundle: OpenBundle
let server: Serving
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle)
})
afterAll(() => server.close())

/** Runs Python in its environment; answers what it prints. */
async function runText(...args: string[]): Promise<string> {
  if ('missing' in python) throw new Error(python.missing)
  const env = { ...process.env, NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1' }
  const { stdout } = await promisify(execFile)(python.path, args, { env })
  return stdout
}

async function run(...args: string[]): Promise<unknown> {
  return JSON.parse(await runText(...args))
}

const script = (name: string, input: object) => run(`test/python/${name}.py`, JSON.stringify(input))

describe.skipIf('missing' in python)('a stock Python client', () => {
  test('the program in the README plays an episode whose rewards add up to its score', async () => {
    const [, program = ''] = /```python\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
    const placed = program.replace('http://127.0.0.1:8000', server.url)
    const printed = await runText('-c', placed)
    const [title, sum = ''] = printed.split('\n')
    expect(title).toBe('Order search and order page of the back office')
    expect(sum).toMatch(/^True 0\.\d+$/)
  })

  test.each(['async_episode', 'sync_episode'])(
    '58: %s: rewards add up to the score exactly',
    async (name) => {
      const row = bundle.tasks.get('order-search')?.find(({ rubric }) => rubric.items.length > 1)
      if (!row) throw new Error('order-search has no row with two defects')
      const perfect = perfectActions(row)
      const hinted = [{ operation: 'request_hint' }, ...perfect]
      const nothing = [{ operation: 'finalize' }]
      const input = { url: server.url, task_id: row.task.id, row: row.number }
      const result = (await script(name, { ...input, episodes: [perfect, hinted, nothing] })) as {
        episodes: { rewards: number[]; state: object }[]
        after: unknown
      }
      const sum = (rewards: readonly number[]) => rewards.reduce((total, reward) => total + reward, 0)
      const [best, withHint, none] = result.episodes.map(({ rewards }) => sum(rewards))
      expect(best).toBe(unitsToNumber(row.rubric.maximum.learn))
      expect(withHint).toBeLessThan(best ?? 0)
      expect(none).toBe(0)
      expect(result.episodes.map(({ state }) => state)).toEqual(
        [best, withHint, none].map((score, index) =>
          expect.objectContaining({
            episode_id: 'from python',
            task_id: row.task.id,
            row: row.number,
            seed: null,
            done: true,
            score,
            step_count: [perfect, hinted, nothing][index]?.length,
          }),
        ),
      )
      expect(result.after).toEqual([0, true, 'The episode is over: reset starts another one'])
    },
  )

  test('starts episodes by seed, split and index, and reads what is wrong with the others', async () => {
    const { seeded, again, ...rest } = (await script('resets', { url: server.url })) as Record<
      string,
      unknown[]
    >
    expect(seeded?.[0]).toEqual(seeded?.[1])
    expect(again?.[0]).toEqual(again?.[1])
    const [, second] = bundle.splits.eval
    expect(rest).toEqual({
      seeds: [7],
      indexed: [second?.task.id, second?.number],
      named: 'named',
      refusals: [
        'Server error: There is no episode yet: send a reset first (code: EXECUTION_ERROR)',
        'Server error: Invalid message: task_id: Unknown task `order-serch`. Did you mean `order-search`? (code: VALIDATION_ERROR)',
        'Server error: Invalid message: tsk_id: Unknown key `tsk_id`. Did you mean `task_id`? (code: VALIDATION_ERROR)',
        "Server error: Invalid message: operation: Input should be 'submit_findings', 'request_hint', 'submit_patch' or 'finalize' (code: VALIDATION_ERROR)",
        expect.stringMatching(/^Server error: Invalid JSON: .*NaN.* \(code: INVALID_JSON\)$/s),
      ],
      finished: [true, ['prompt']],
    })
  })

  test('sees nothing of another one', async () => {
    const task_ids = ['order-search', 'rate-quotes']
    expect(await script('two_clients', { url: server.url, task_ids })).toEqual(task_ids)
  })

  test('51: is told when there is no room, and gets in when there is', async () => {
    const small = await serve(bundle, { maxSessions: 1 })
    const refusal =
      'Server error: Server at capacity: 1/1 sessions active. Cannot accept new connections. (code: CAPACITY_REACHED)'
    expect(await script('capacity', { url: small.url })).toEqual({
      refusals: [refusal, refusal],
      title: expect.any(String),
    })
    await small.close()
  })

  test('60: plays with tools, over MCP and over a socket that attaches to the same session', async () => {
    const own = await serve(bundle)
    expect(await script('tool_client', { url: own.url, task_id: 'order-search' })).toEqual({
      names: ['view_task', ...operations],
      listed: ['view_task', ...operations],
      task_id: 'order-search',
      hints_left: [2, 1],
      reward: expect.any(Number),
      refused: "Tool 'nope' failed: Tool not found: nope",
      unread: expect.objectContaining({ isError: true }),
      done: true,
      state: ['tools', 3],
    })
    expect(own.sessions()).toBe(0)
    await own.close()
  })

  test('61: finds the environment by its address', async () => {
    expect(await script('auto_env', { url: server.url })).toEqual(['GenericEnvClient', 0, true])
  })

  test.each(['simulation', 'production'] as const)('64: `openenv validate` passes in %s', async (mode) => {
    const own = await serve(bundle, { mode })
    const report = await run('-m', 'openenv.cli', 'validate', '--url', own.url, '--json')
    await own.close()
    expect(report).toMatchObject({
      mode,
      standard_version: '1.0.0',
      passed: true,
      summary: { passed_count: 6, total_count: 6, failed_criteria: [] },
    })
  })
})
