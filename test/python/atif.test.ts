import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { ensurePython } from '../../scripts/python.mjs'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import {
  type ChatAnswer,
  type ChatCall,
  calling,
  improvingModel,
  openChatServer,
} from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'

// Of Harbor only its models and validator are used, which need no more than pydantic.
const python = await ensurePython('test/python/atif-requirements.txt', { alone: 'harbor==0.25.0' })
if ('missing' in python && process.env.CI) throw new Error(python.missing)

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledPair()
})

interface Step {
  readonly step_id: number
  readonly source: string
  readonly message: string
  readonly tool_calls?: readonly { readonly tool_call_id: string; readonly function_name: string }[]
  readonly observation?: {
    readonly results: readonly { readonly source_call_id?: string; readonly content: string }[]
  }
  readonly metrics?: { readonly prompt_tokens: number; readonly completion_tokens: number }
  readonly llm_call_count?: number
  readonly extra?: { readonly reviewgym: { readonly reward: number } }
}

interface Document {
  readonly agent: { readonly tool_definitions?: readonly object[] }
  readonly steps: readonly Step[]
  readonly final_metrics: { readonly total_prompt_tokens?: number }
  readonly extra: { readonly reviewgym: { readonly outcome: string; readonly score: number | null } }
}

/** Plays order-search and exports the run; answers the file and what it holds. */
async function played(
  ...player: readonly string[]
): Promise<{ path: string; documents: readonly Document[] }> {
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus.text)
  const run = join(folder, 'run')
  const told = await runHere(
    ['eval', bundle, '--task', 'order-search', '--quiet', '--retries', '0', '-o', run, ...player],
    { waits: [] },
  )
  expect(told.stderr).toBe('')
  const { code, stdout } = await runHere(['export', 'atif', run, '--json'])
  expect(code).toBe(0)
  const { path, rows } = JSON.parse(stdout)
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  expect(rows).toBe(lines.length)
  return { path, documents: lines.map((line) => JSON.parse(line)) }
}

async function asked(answer: (call: ChatCall) => ChatAnswer, ...args: readonly string[]) {
  const { url } = await openChatServer(answer)
  return played('--model', 'reviewer-1', '--base-url', url, ...args)
}

/** What Harbor’s validator says of each line. */
function complaintsOf(path: string): readonly (readonly string[])[] {
  if ('missing' in python) throw new Error(python.missing)
  return JSON.parse(execFileSync(python.path, ['test/python/atif.py', path], { encoding: 'utf8' }))
}

/** Half a surrogate pair, HTML, and a call that cannot be read beside one that can. */
const untidy = ({ number }: ChatCall): ChatAnswer => {
  if (number % 3 === 0)
    return { message: { content: '<b>\ud800</b>', reasoning_content: 'Let me see. \udc00', refusal: null } }
  if (number % 3 === 1) return calling(['request_hint', {}], ['finalise', {}], ['request_hint', {}])
  return calling(['finalize', {}])
}

const players: readonly (readonly [string, () => ReturnType<typeof played>])[] = [
  ['a model that improves by calling tools', () => asked(improvingModel(corpus.bundle))],
  [
    'a model that answers as JSON',
    () => asked(() => ({ message: { content: '{"operation": "finalize"}' } })),
  ],
  ['a model of untidy answers', () => asked(untidy, '--concurrency', '1')],
  ['a model that refuses', () => asked(() => ({ message: { refusal: 'I cannot help with that.' } }))],
  ['an endpoint that is broken', () => asked(() => ({ status: 500, body: 'oh' }))],
  ['an agent that patches', () => played('--agent', 'oracle')],
  ['a program', () => played('--command', `${process.execPath} -e console.log('{"operation":"finalize"}')`)],
]

test.skipIf('missing' in python).each(players)(
  'Harbor’s validator takes what is exported of %s',
  async (_, play) => {
    const { path, documents } = await play()
    expect(documents).toHaveLength(6)
    expect(complaintsOf(path)).toEqual(documents.map(() => []))
  },
)

test.skipIf('missing' in python)('and it finds what is wrong', async () => {
  const { path, documents } = await asked(improvingModel(corpus.bundle), '--variant', 'clean')
  const [whole] = documents
  if (!whole) throw new Error('Nothing was exported')
  const { steps } = whole
  const last = (change: object) => ({
    ...whole,
    steps: [...steps.slice(0, -1), { ...steps.at(-1), ...change }],
  })
  const slips: readonly [object, string][] = [
    [{ ...whole, steps: [] }, 'trajectory.steps: List should have at least 1 item'],
    [{ ...whole, steps: steps.slice(1) }, 'expected 1 (sequential from 1), got 2'],
    [last({ tool_calls: undefined }), 'references source_call_id'],
    [last({ message: undefined }), 'message: required field is missing'],
    [last({ reward: 1 }), 'reward: unexpected field'],
  ]
  writeFileSync(path, slips.map(([slip]) => `${JSON.stringify(slip)}\n`).join(''))
  expect(complaintsOf(path)).toEqual(slips.map(([, words]) => [expect.stringContaining(words)]))
})

test('an answer is one step with all of its calls, what each brought, its cost and its reward', async () => {
  const { documents } = await asked(untidy, '--variant', 'all', '--concurrency', '1')
  const [{ agent, steps, final_metrics, extra }] = documents as readonly [Document]
  expect(agent.tool_definitions).toHaveLength(4)
  expect(steps.map(({ source }) => source)).toEqual(['system', 'user', 'agent', 'agent', 'agent'])
  const [unread, hints, end] = steps.slice(2) as [Step, Step, Step]
  expect(unread).toMatchObject({
    message: '<b>\ufffd</b>',
    reasoning_content: 'Let me see. \ufffd',
    llm_call_count: 1,
  })
  expect(unread.tool_calls).toBeUndefined()
  expect(unread.observation?.results).toEqual([{ content: 'There is no action in the answer' }])
  expect(hints.tool_calls?.map(({ function_name }) => function_name)).toEqual([
    'request_hint',
    'request_hint',
  ])
  expect(hints.observation?.results.map(({ source_call_id }) => source_call_id)).toEqual([
    'call_4_1',
    'call_4_2',
    undefined,
  ])
  expect(hints.observation?.results.at(-1)?.content).toContain('There is no tool `finalise`')
  expect(JSON.parse(end.observation?.results[0]?.content ?? '')).toMatchObject({ done: true })
  const own = steps.slice(2)
  expect(own.reduce((sum, { extra }) => sum + (extra?.reviewgym.reward ?? 0), 0)).toBe(extra.reviewgym.score)
  expect(own.reduce((sum, { metrics }) => sum + (metrics?.prompt_tokens ?? 0), 0)).toBe(
    final_metrics.total_prompt_tokens,
  )
})

test('an episode that never began is no trajectory', async () => {
  const { documents } = await played('--agent', 'nop', '--env-url', 'http://127.0.0.1:9')
  expect(documents).toEqual([])
})
