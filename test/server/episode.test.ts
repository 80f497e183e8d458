import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WireAction } from '../../src/model/action.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Observation } from '../../src/model/observation.ts'
import { oracle } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import type { Connection } from './connection.ts'
import { type Published, publishedBy, type Turn } from './published.ts'
import { type Serving, serve } from './serving.ts'

let bundle: OpenBundle
let server: Serving
let published: Published
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle)
  published = await publishedBy(server.url)
})
afterAll(() => server.close())

const allRows = () => [...bundle.tasks.values()].flat()

/** Those of a split; of a Python task, whose patches take a second each, the one with all defects. `eval` is tested on every row. */
function playedRows(split: Row['task']['split']): readonly Row[] {
  return allRows().filter(
    ({ task, rubric }) => task.split === split && (task.language !== 'python' || rubric.variant === 'all'),
  )
}
const place = (row: Row) => ({ task_id: row.task.id, row: row.number })

async function reset(socket: Connection, data: object): Promise<Turn> {
  const { type, data: turn } = await socket.ask({ type: 'reset', data })
  expect(type).toBe('observation')
  return published.turn(turn)
}

async function step(socket: Connection, action: WireAction): Promise<Turn> {
  const { type, data: turn } = await socket.ask({ type: 'step', data: action })
  expect(type).toBe('observation')
  return published.turn(turn)
}

async function state(socket: Connection) {
  const { type, data } = await socket.ask({ type: 'state' })
  expect(type).toBe('state')
  return published.state(data)
}

const wild: Finding[] = [
  {
    file: 'nowhere.ts',
    range: [1, 1],
    severity: 'low',
    title: 'Lone \ud800',
    message: 'It is not clear to me what this line is meant to do here.',
  },
]

/** A whole episode with a hint, a finding that is impossible, and all that the oracle finds. */
async function play(socket: Connection, row: Row, data: object): Promise<readonly Turn[]> {
  const agent = oracle.start(row, 0)
  const turns = [await reset(socket, { ...place(row), ...data })]
  const take = async (action: WireAction) => {
    turns.push(await step(socket, action))
  }
  await take({ operation: 'request_hint' })
  await take({ operation: 'submit_findings', findings: wild })
  while (!turns.at(-1)?.done) await take(agent(turns.at(-1)?.observation as Observation))
  return turns
}

const total = (turns: readonly Turn[]) => turns.reduce((sum, { reward }) => sum + (reward ?? 0), 0)

describe('an episode over /ws', () => {
  test('the published schemas are valid on their own', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
    for (const schema of Object.values(published.schemas))
      expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true)
  })

  test.each(['dense', 'terminal'])('rewards add up to the score exactly when they are %s', async (reward) => {
    const socket = await server.socket()
    for (const row of playedRows('train')) {
      const turns = await play(socket, row, { reward })
      const last = turns.at(-1)
      expect(total(turns)).toBe(last?.observation.score)
      expect(await state(socket)).toMatchObject({ score: total(turns), done: true })
      const parts = Object.values<number>(last?.observation.reward_components as Record<string, number>)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total(turns))
      if (reward === 'terminal')
        expect(turns.slice(1, -1).map((turn) => turn.reward)).toEqual(turns.slice(1, -1).map(() => 0))
    }
  })

  test('a batch comes back whole with the number of each finding that has no place, and where its file ends', async () => {
    const socket = await server.socket()
    const [row] = playedRows('train')
    const [file] = row?.files ?? []
    if (!row || !file) throw new Error('A row with a file is needed')
    await reset(socket, place(row))
    const at = (line: number): Finding => ({ ...(wild[0] as Finding), file: file.path, range: [1, line] })
    const last = file.lineCount
    const submit = (...findings: Finding[]) => step(socket, { operation: 'submit_findings', findings })
    const ends = `\`${file.path}\` ends at line ${last}, the range at`
    const one = await submit(at(1), at(last), at(last + 1))
    expect(one.observation.problem).toBe(`findings[2]: ${ends} ${last + 1}; none was taken`)
    const elsewhere: Finding = { ...at(1), file: 'nowhere/at/all' }
    const several = await submit(at(last + 1), at(1), elsewhere, at(last + 2))
    expect(several.observation.problem).toBe(
      `findings[0]: ${ends} ${last + 1}; findings[2]: There is no file \`nowhere/at/all\`; findings[3]: ${ends} ${last + 2}; none was taken`,
    )
    expect([one.reward, several.reward]).toEqual([0, 0])
  })

  test('an evaluation tells nothing before its end, and adds up as well', async () => {
    const socket = await server.socket()
    for (const row of playedRows('eval')) {
      const turns = await play(socket, row, {})
      expect(total(turns)).toBe(turns.at(-1)?.observation.score)
      for (const { observation } of turns.slice(0, -1))
        expect(observation).toMatchObject({
          feedback: 'sealed',
          delivery: 'terminal',
          matched_categories: [],
          credited: null,
          reward_components: {},
          score: null,
        })
    }
  })

  test('27 and 42: the state names the episode and counts its accepted steps', async () => {
    const [row] = bundle.tasks.get('order-search') ?? []
    if (!row) throw new Error('The corpus has no order-search')
    const socket = await server.socket()
    expect(await state(socket)).toMatchObject({ episode_id: null, step_count: 0, done: false })
    await reset(socket, { ...place(row), episode_id: 'mine', feedback: 'count' })
    expect(await state(socket)).toEqual({
      episode_id: 'mine',
      step_count: 0,
      task_id: 'order-search',
      row: 0,
      split: 'train',
      seed: null,
      policy: { feedback: 'count', delivery: 'terminal', profile: 'learn' },
      done: false,
      score: null,
    })
    await step(socket, { operation: 'request_hint' })
    await socket.ask({ type: 'step', data: { operation: 'request_hint', extra: 1 } })
    expect(await state(socket)).toMatchObject({ step_count: 1, done: false })
    const { observation } = await step(socket, { operation: 'finalize' })
    expect(await state(socket)).toMatchObject({ step_count: 2, done: true, score: observation.score })
    await reset(socket, { seed: 5 })
    expect(await state(socket)).toMatchObject({
      episode_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      seed: 5,
      step_count: 0,
      score: null,
    })
  })

  test('45: a step after the end earns nothing, and a reset starts afresh', async () => {
    const [row] = bundle.splits.train
    if (!row) throw new Error('The corpus trains nothing')
    const socket = await server.socket()
    const first = await play(socket, row, {})
    for (const action of [{ operation: 'finalize' }, { operation: 'request_hint' }] as const) {
      const { observation, ...rest } = await step(socket, action)
      expect(rest).toEqual({ reward: 0, done: true })
      expect(observation).toEqual({
        ...first.at(-1)?.observation,
        problem: 'The episode is over: reset starts another one',
      })
    }
    expect(await play(socket, row, {})).toEqual(first)
  })

  test('43 and 44: the same seed and actions give the same bytes, however two sessions interleave', async () => {
    const script = [
      { type: 'reset', data: { seed: 11, episode_id: 'a' } },
      { type: 'state' },
      { type: 'step', data: { operation: 'request_hint' } },
      { type: 'step', data: { operation: 'submit_findings', findings: wild } },
      { type: 'step', data: { operation: 'nonsense' } },
      { type: 'step', data: { operation: 'finalize' } },
      { type: 'step', data: { operation: 'finalize' } },
      { type: 'state' },
    ]
    const alone = await server.socket()
    const expected: string[] = []
    for (const message of script) {
      alone.send(message)
      expected.push(await alone.next())
    }
    const [one, two] = [await server.socket(), await server.socket()]
    const heard: [string[], string[]] = [[], []]
    await reset(two, { seed: 12 })
    for (const message of script) {
      one.send(message)
      two.send({ type: 'state' })
      heard[0].push(await one.next())
      await two.next()
    }
    for (const message of script) {
      two.send(message)
      one.send({ type: 'step', data: { operation: 'request_hint' } })
      heard[1].push(await two.next())
      await one.next()
    }
    expect(heard).toEqual([expected, expected])
  })

  test('two rows of one task differ in the code alone when they are first seen', async () => {
    const socket = await server.socket()
    for (const rows of bundle.tasks.values()) {
      const seen: Record<string, unknown>[] = []
      for (const row of rows) seen.push((await reset(socket, place(row))).observation)
      expect(new Set(seen.map(({ snippets }) => JSON.stringify(snippets))).size).toBe(rows.length)
      const rest = seen.map(({ snippets: _, row: __, ...others }) => others)
      for (const other of rest) expect(other).toEqual(rest[0])
      const shells = seen.map(({ snippets }) =>
        (snippets as { path: string; role: string }[]).map(({ path, role }) => `${role} ${path}`),
      )
      for (const other of shells) expect(other).toEqual(shells[0])
    }
  })
})
