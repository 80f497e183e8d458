import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Results } from '../../src/model/results.ts'
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
import { runAt } from '../support/run-folder.ts'

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledPair()
})

const task = 'order-search'

/** A run of a model that answers so; waits are noted instead of waited for. */
async function ask(answer: (call: ChatCall) => ChatAnswer | Promise<ChatAnswer>, ...args: readonly string[]) {
  const server = await openChatServer(answer)
  const folder = temporaryFolder()
  const bundle = join(folder, 'corpus.json')
  writeFileSync(bundle, corpus.text)
  const run = join(folder, 'run')
  const waits: number[] = []
  const play = (...more: readonly string[]) =>
    runHere(
      ['eval', bundle, '--model', 'reviewer-1', '--base-url', server.url, '--task', task, '-o', run]
        .concat(args, more)
        .concat('--quiet'),
      { env: { OPENAI_API_KEY: 'sk-secret' }, waits },
    )
  const { code, stdout, stderr } = await play()
  return { server, run, waits, play, code, stdout, stderr }
}

async function resultsOf(run: string): Promise<Results> {
  return (await runAt(run)).results
}

const finalize = calling(['finalize', {}])

describe('a model that finds one more defect at each step', () => {
  test('earns more with each, and the results say by how much', async () => {
    const { run, server, code, stderr } = await ask(
      improvingModel(corpus.bundle),
      '--max-feedback',
      'coverage',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { all, steps, answers, classes } = await resultsOf(run)
    expect(all.outcomes).toEqual({ requested: 6, scored: 6, invalid: 0, unscored: 0, error: 0 })
    expect(all.found).toMatchObject({ recall: 1, precision: 1 })
    expect(classes).toEqual({ matched: all.found.items })
    expect(steps.score_after).toEqual([...steps.score_after].sort((a, b) => a - b))
    expect(steps.improvement).toBeGreaterThan(0.1)
    expect(answers).toMatchObject({ unreadable: 0, total: server.calls.length, tries: server.calls.length })
    expect((await runHere(['replay', run])).stdout).toBe(
      '6 episodes replayed, 0 differences, 0 not playable\n',
    )
  })

  test('is told after each step what it earned and which findings were credited', async () => {
    const { server } = await ask(improvingModel(corpus.bundle), '--variant', 'all')
    const told = server.calls.at(-1)?.body.messages.filter(({ role }) => role === 'tool') ?? []
    const states = told.map(({ content }) => JSON.parse(content ?? ''))
    expect(states.length).toBeGreaterThan(2)
    expect(states[0]).toMatchObject({ step: 1, credited: 1, findings: [{ status: 'credited' }] })
    for (const state of states) expect(state.reward).toBeGreaterThan(0)
  })

  test('has the same results whether its answers come whole or in pieces, by tools or as JSON', async () => {
    const model = improvingModel(corpus.bundle)
    const asText = (call: ChatCall): ChatAnswer => {
      const answer = model(call)
      if (typeof answer === 'string' || !('message' in answer)) return answer
      const [{ function: called }] = (
        answer.message as { tool_calls: [{ function: { name: string; arguments: string } }] }
      ).tool_calls
      const action = JSON.stringify({ operation: called.name, ...JSON.parse(called.arguments) }, null, 1)
      return {
        message: { content: `I think that this is it:\n\n\`\`\`json\n${action}\n\`\`\`\nWhat {do} you say?` },
      }
    }
    const runs = [
      await ask(model),
      await ask(model, '--stream'),
      await ask(asText, '--protocol', 'json'),
      await ask(asText, '--protocol', 'json', '--stream'),
      await ask(asText),
    ]
    const scores = await Promise.all(
      runs.map(async ({ run }) =>
        (await resultsOf(run)).rollouts.map(({ score, steps }) => ({ score, steps })),
      ),
    )
    for (const other of scores) expect(other).toEqual(scores[0])
    expect(scores[0]).toHaveLength(6)
  })

  test('plays as JSON where the endpoint says that it has no tools', async () => {
    const { run, server } = await ask(({ body }) => {
      if (body.tools)
        return { status: 400, body: '{"error":{"message":"`tools` is not supported by this model"}}' }
      return { message: { content: '{"operation": "finalize"}' } }
    })
    expect((await resultsOf(run)).all.outcomes.scored).toBe(6)
    expect(server.calls.at(-1)?.body.tools).toBeUndefined()
  })
})

test('sampling, seed and key are sent, as many episodes at once as were asked for; the key is written nowhere', async () => {
  const { run, server } = await ask(
    async () => ({ ...(finalize as { message: object }), slow: 30 }),
    '--temperature',
    '0.5',
    '--top-p',
    '0.9',
    '--max-tokens',
    '4000',
    '--epochs',
    '2',
    '--concurrency',
    '3',
  )
  expect(server.calls).toHaveLength(12)
  expect(server.mostAtOnce()).toBe(3)
  const seeds = new Set(server.calls.map(({ body }) => body.seed))
  expect(seeds.size).toBe(2)
  for (const { body, authorization } of server.calls)
    expect({ ...body, authorization }).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 4000,
      authorization: 'Bearer sk-secret',
    })
  for (const name of ['run.json', 'inference_results.json', 'trajectories.jsonl'])
    expect(readFileSync(join(run, name), 'utf8')).not.toContain('sk-secret')
})

describe('what passes is asked for again', () => {
  const once = (first: ChatAnswer) => (call: ChatCall) => (call.number === 0 ? first : finalize)
  test.each<[string, ChatAnswer, number | null]>([
    ['429 with a pause', { status: 429, body: '{}', headers: { 'retry-after': '7' } }, 7000],
    ['429 with a fine pause', { status: 429, body: '{}', headers: { 'retry-after-ms': '250' } }, 250],
    [
      '429 with a date',
      {
        status: 429,
        body: '{}',
        headers: { date: 'Sun, 01 Mar 2026 10:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 10:01:30 GMT' },
      },
      90_000,
    ],
    ['500', { status: 500, body: 'Internal Server Error' }, null],
    ['503', { status: 503, body: '{"error":{"message":"overloaded"}}' }, null],
    ['a broken connection', 'hang up', null],
    ['a stream that ends in the middle', { torn: { content: 'Well, I think that' } }, null],
    ['an answer that is not JSON', { status: 200, body: '<html>' }, null],
    ['an answer without a message', { status: 200, body: '{"choices":[]}' }, null],
  ])('after %s', async (_, first, pause) => {
    const { run, waits, code } = await ask(once(first), '--variant', 'clean', '--stream')
    expect(code).toBe(0)
    const { all, answers } = await resultsOf(run)
    expect({ scored: all.outcomes.scored, ...answers }).toEqual({
      scored: 1,
      total: 1,
      unreadable: 0,
      tries: 2,
    })
    expect(waits).toHaveLength(1)
    if (pause === null) expect(waits[0]).toBeGreaterThanOrEqual(500)
    else expect(waits).toEqual([pause])
  })

  test('with growing pauses, and then the episode is lost by our fault and never scored 0', async () => {
    const { run, waits, code } = await ask(
      () => ({ status: 500, body: 'oh' }),
      '--variant',
      'clean',
      '--retries',
      '4',
    )
    expect(code).toBe(0)
    expect(waits).toHaveLength(4)
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index)
      expect(wait).toBeLessThanOrEqual(1500 * 2 ** index)
    }
    const { all, reasons, rollouts } = await resultsOf(run)
    expect(all.outcomes).toEqual({ requested: 1, scored: 0, invalid: 0, unscored: 1, error: 0 })
    expect(all.score).toMatchObject({ mean: null, interval: null, share_of_maximum: null })
    expect(all.found).toMatchObject({ recall: null, precision: null })
    expect(reasons).toEqual({ 'The endpoint answers 500: oh': 1 })
    expect(rollouts).toMatchObject([{ outcome: 'unscored', score: null }])
  })

  test('and what was lost is played again by --resume --retry, and by nothing else', async () => {
    let isBroken = true
    const { run, play } = await ask(
      () => (isBroken ? { status: 500, body: 'oh' } : finalize),
      '--retries',
      '0',
      '--variant',
      'clean,all',
    )
    isBroken = false
    await play('--resume')
    expect((await resultsOf(run)).all.outcomes).toMatchObject({ requested: 2, unscored: 2 })
    await play('--resume', '--retry')
    expect((await resultsOf(run)).all.outcomes).toMatchObject({ requested: 2, scored: 2, unscored: 0 })
  })

  test('a slow answer is given up after the time-out', async () => {
    const { run } = await ask(
      () => ({ message: { content: 'late' }, slow: 3000 }),
      '--timeout',
      '1',
      '--retries',
      '0',
      '--variant',
      'clean',
    )
    expect((await resultsOf(run)).reasons).toEqual({ 'The endpoint did not answer in time': 1 })
  })
})

describe('what the endpoint refuses', () => {
  test('of one request is an error of that episode', async () => {
    const { run, code } = await ask(
      () => ({ status: 400, body: '{"error":{"message":"context length exceeded"}}' }),
      '--variant',
      'clean',
    )
    expect(code).toBe(0)
    const { all, reasons } = await resultsOf(run)
    expect(all.outcomes).toMatchObject({ requested: 1, error: 1 })
    expect(reasons).toEqual({ 'The endpoint answers 400: context length exceeded': 1 })
  })

  test.each([
    [401, '{"error":{"message":"Incorrect API key"}}', 'The endpoint answers 401: Incorrect API key'],
    [404, '{"error":{"message":"no such model"}}', 'The endpoint answers 404: no such model'],
    [429, '{"error":{"message":"quota","code":"insufficient_quota"}}', 'The endpoint answers 429: quota'],
  ])('for good stops the run (%i)', async (status, body, message) => {
    const { code, stderr, server } = await ask(() => ({ status, body }), '--concurrency', '1')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: ${message}\nhint: What was played is kept: go on with \`--resume\`\n`,
    })
    expect(server.calls).toHaveLength(1)
  })
})

describe('answers that no action can be read from', () => {
  const wrong: readonly [string, ChatAnswer, string][] = [
    ['a refusal', { message: { refusal: 'I cannot help with that.' } }, 'The model refused to answer'],
    ['prose', { message: { content: 'Looks good to me!' } }, 'There is no action in the answer'],
    [
      'an answer that was cut off',
      { message: { content: '{"operation": "submit_findings", "findings": [{"fi' }, finish: 'length' },
      'There is no action in the answer (it was cut off: answer more briefly)',
    ],
    ['an unknown tool', calling(['finalise', {}]), 'There is no tool `finalise`; did you mean `finalize`?'],
    [
      'arguments that are not JSON',
      {
        message: {
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'finalize', arguments: '{"a": nul' } }],
        },
      },
      'The arguments of `finalize` are not JSON',
    ],
    ['findings of the wrong form', calling(['submit_findings', { findings: [] }]), 'findings: '],
    ['no content at all', { message: { content: '' } }, 'There is no action in the answer'],
  ]

  test.each(wrong)('%s, three times in a row: invalid, counted, not scored', async (_, answer, problem) => {
    const { run, server } = await ask(() => answer, '--variant', 'clean')
    const { results, trajectories } = await runAt(run)
    expect(results.all.outcomes).toEqual({ requested: 1, scored: 0, invalid: 1, unscored: 0, error: 0 })
    expect(results.answers).toEqual({ total: 3, unreadable: 3, tries: 3 })
    expect(results.all.score.mean).toBeNull()
    expect(results.all.pass_at).toEqual({ 1: 0 })
    const turns = trajectories.flatMap(({ turns }) => turns)
    for (const turn of turns)
      expect(turn).toMatchObject({ event: 'answer', problem: expect.stringContaining(problem) })
    const last = server.calls.at(-1)?.body.messages.at(-1)
    expect(last?.content).toContain(problem.replace(/\.$/, ''))
  })

  test.each(wrong)('%s, once: it is told so, and can still play', async (_, answer) => {
    const { run } = await ask(({ number }) => (number === 0 ? answer : finalize), '--variant', 'clean')
    const { all, answers } = await resultsOf(run)
    expect({ scored: all.outcomes.scored, ...answers }).toEqual({
      scored: 1,
      total: 2,
      unreadable: 1,
      tries: 2,
    })
  })

  test('several tool calls of one answer are played in order, and each is answered', async () => {
    const { run, server } = await ask(
      ({ number }) =>
        number === 0 ? calling(['request_hint', {}], ['finalise', {}], ['request_hint', {}]) : finalize,
      '--variant',
      'all',
    )
    const { hints, rollouts } = await resultsOf(run)
    expect({ taken: hints.taken, steps: rollouts[0]?.steps }).toEqual({ taken: 2, steps: 3 })
    const told = server.calls[1]?.body.messages.filter(({ role }) => role === 'tool')
    expect(told?.map(({ tool_call_id }) => tool_call_id)).toEqual(['call_0', 'call_1', 'call_2'])
  })
})

test('a template of one’s own is sent, and a mistake in it is told with its place', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'prompt.md')
  const rest = '=== next ===\nNow: {{told}}\n=== unreadable ===\n{{problem}}\n'
  writeFileSync(file, `=== system ===\nBe brief.\n=== user ===\n{{title}}: {{ code }}\n${rest}`)
  const { server } = await ask(() => finalize, '--variant', 'clean', '--prompt', file)
  expect(server.calls[0]?.body.messages[0]).toEqual({ role: 'system', content: 'Be brief.' })
  expect(server.calls[0]?.body.messages[1]?.content).toMatch(/^Order search.*: ## src\/orders.ts/)
  writeFileSync(file, `=== system ===\nBe brief.\n=== user ===\n{{ titel }}\n${rest}`)
  const { code, stderr } = await ask(() => finalize, '--prompt', file)
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `error: \`${file}\` is no template: The section \`user\` has no word \`titel\`; did you mean \`title\`?\nhint: See \`reviewgym eval --show-prompt\`\n`,
  })
})

test('no more requests a minute go out than were asked for', async () => {
  const { server, waits } = await ask(() => finalize, '--rpm', '60', '--concurrency', '1')
  expect(server.calls).toHaveLength(6)
  expect(waits).toHaveLength(5)
  for (const pause of waits) expect(pause).toBeLessThanOrEqual(1000)
  expect(Math.min(...waits)).toBeGreaterThan(500)
})

test('model, endpoint and key are taken from the environment where no option names them', async () => {
  const server = await openChatServer(() => finalize)
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'corpus.json'), corpus.text)
  const line = [
    'eval',
    join(folder, 'corpus.json'),
    '--variant',
    'clean',
    '--quiet',
    '-o',
    join(folder, 'run'),
  ]
  const env = { MODEL_NAME: 'reviewer-2', API_BASE_URL: server.url, OPENAI_API_KEY: 'sk-env' }
  expect(await runHere(line, { env })).toEqual({ code: 0, stdout: '', stderr: '' })
  expect((await resultsOf(join(folder, 'run'))).player).toEqual({ type: 'model', name: 'reviewer-2' })
  for (const { body, authorization } of server.calls)
    expect([body.model, authorization]).toEqual(['reviewer-2', 'Bearer sk-env'])
})

test('a run that is there is not overwritten, and costs are those of the prices', async () => {
  const { run, play, server } = await ask(
    () => finalize,
    '--price-in',
    '2',
    '--price-out',
    '8',
    '--variant',
    'clean',
  )
  const { usage } = await resultsOf(run)
  expect(usage.dollars).toBeCloseTo((usage.input * 2 + usage.output * 8) / 1e6, 12)
  expect(usage.input).toBeGreaterThan(1000)
  const again = await play()
  expect(again.code).toBe(2)
  expect(again.stderr).toContain('holds a run already')
  await play('--resume')
  expect(server.calls).toHaveLength(1)
})
