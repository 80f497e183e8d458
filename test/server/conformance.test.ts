import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { nop } from '../../src/rollout/agents/nop.ts'
import { oracle } from '../../src/rollout/agents/oracle.ts'
import type { Row } from '../../src/runtime/bundle/opened.ts'
import { unitsToNumber } from '../../src/runtime/grader/assess.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { rowOf } from '../support/running.ts'
import { type Door, doors, type Heard, type Player } from './doors.ts'
import { type Published, publishedBy, type Turn } from './published.ts'
import { serve } from './serving.ts'

let corpus: Awaited<ReturnType<typeof compiledCorpus>>
let published: Published
let row: Row
beforeAll(async () => {
  corpus = await compiledCorpus()
  row = rowOf(corpus.bundle.tasks.get('rate-quotes') ?? [], 'all')
  const server = await serve(corpus.bundle)
  published = await publishedBy(server.url)
  await server.close()
})

const hint = { operation: 'request_hint' }
const finalize = { operation: 'finalize' }
const vague = {
  operation: 'submit_findings',
  findings: [
    {
      file: 'src/none.ts',
      range: ['1', 2.0],
      severity: 'low',
      title: 'A title',
      message: 'A message of more than thirty characters.',
    },
  ],
}
const place = (episode_id = 'one') => ({ task_id: row.task.id, row: row.number, episode_id })

function turnOf(heard: Heard): Turn {
  if (!('turn' in heard)) throw new Error(heard.problem)
  return published.turn(heard.turn)
}

/** Everything that is heard of one episode: good steps, impossible ones, wrong ones, and what comes after the end. */
async function transcript(player: Player): Promise<readonly string[]> {
  const heard: unknown[] = [await player.reset(place())]
  const agent = oracle.start(row, 0)
  for (const action of [hint, vague]) heard.push(await player.step(action))
  heard.push(await player.step({ operation: 'submit_findings' }), await player.state())
  let latest = turnOf(heard[0] as Heard)
  while (!latest.done) {
    const reply = await player.step({ ...agent(latest.observation as unknown as Observation) })
    heard.push(reply)
    latest = turnOf(reply)
  }
  heard.push(await player.step(hint), await player.state())
  return heard.map((one) => JSON.stringify(one))
}

describe.each(Object.keys(doors))('%s', (name) => {
  let door: Door
  beforeAll(async () => {
    const opened = await doors[name]?.(corpus)
    if (!opened) throw new Error(`No door ${name}`)
    door = opened
  })
  afterAll(() => door.close())
  const hasReset = !name.startsWith('MCP')

  test('27 and 42: before the first episode there is a state, and no step', async () => {
    const player = await door.open()
    expect(await player.step(finalize)).toEqual({ problem: 'There is no episode yet: send a reset first' })
    expect(await player.state()).toMatchObject({ episode_id: null, step_count: 0 })
  })

  test('28, 40 and 41: a reset needs nothing, and answers a turn as it is published', async () => {
    const turn = turnOf(await (await door.open()).reset())
    expect({ ...turn, observation: turn.observation.step }).toEqual({
      observation: 0,
      reward: null,
      done: false,
    })
  })

  test('10 and 11: what a reset asks for is coerced, and changes the episode', async () => {
    const player = await door.open()
    const data = { task_id: 'order-search', row: '1', feedback: 'sealed', colour: 'red' }
    expect(turnOf(await player.reset(data)).observation).toMatchObject({
      task_id: 'order-search',
      row: 1,
      feedback: 'sealed',
      ignored: ['colour'],
    })
  })

  test.each<[what: string, data: Record<string, unknown>, problem: string]>([
    ['a negative seed', { seed: -1 }, 'seed: Input should be greater than or equal to 0'],
    ['a seed that is none', { seed: 'seven' }, 'seed: Input should be a valid integer'],
    [
      'a misspelt task',
      { task_id: 'order-serch' },
      'task_id: Unknown task `order-serch`. Did you mean `order-search`?',
    ],
    ['a misspelt key', { tsk_id: 'order-search' }, 'tsk_id: Unknown key `tsk_id`. Did you mean `task_id`?'],
  ])('9, 10: a reset with %s is refused in the same words', async (_, data, problem) => {
    const player = await door.open()
    expect(await player.reset(data)).toEqual({ problem })
    expect((await player.state()).episode_id).toBeNull()
  })

  test('14, 36 and 42: what is no action is refused, does not count, and the next step is played', async () => {
    const player = await door.open()
    await player.reset(place('named'))
    expect(await player.step({ operation: 'finalize', bogus: 1 })).toEqual({
      problem: 'bogus: Extra inputs are not permitted',
    })
    expect(await player.step({ operation: 'submit_findings' })).toEqual({
      problem: 'findings: Field required',
    })
    expect(await player.state()).toMatchObject({ episode_id: 'named', step_count: 0 })
    expect(turnOf(await player.step(hint)).observation.step).toBe(1)
    expect(await player.state()).toMatchObject({ episode_id: 'named', step_count: 1 })
  })

  test('an action that makes sense and cannot be done counts, and says why', async () => {
    const player = await door.open()
    await player.reset(place())
    const { observation, reward } = turnOf(await player.step(vague))
    expect(reward).toBe(0)
    expect(observation).toMatchObject({
      step: 1,
      problem: expect.stringContaining('There is no file `src/none.ts`'),
    })
  })

  test('44: two sessions see nothing of each other', async () => {
    const [one, two] = [await door.open(), await door.open()]
    await one.reset(place('one'))
    await two.reset({ ...place('two'), row: 0 })
    await one.step(hint)
    expect(turnOf(await two.step(finalize)).observation.hints).toEqual([])
    expect(await one.state()).toMatchObject({ episode_id: 'one', step_count: 1, done: false })
    expect(await two.state()).toMatchObject({ episode_id: 'two', step_count: 1, done: true })
  })

  test('45: after the end a step earns nothing, and a reset begins anew', async () => {
    const player = await door.open()
    const first = turnOf(await player.reset(place()))
    await player.step(hint)
    await player.step(finalize)
    const { observation, reward, done } = turnOf(await player.step(hint))
    expect([reward, done, observation.problem]).toEqual([
      0,
      true,
      'The episode is over: reset starts another one',
    ])
    if (!hasReset) return
    expect(turnOf(await player.reset(place()))).toEqual(first)
    expect(await player.state()).toMatchObject({ step_count: 0, done: false, score: null })
  })

  test('71 and 72: rewards and components add up to the score exactly; nothing stale is told', async () => {
    const player = await door.open()
    const names = new Set<string>()
    const agent = oracle.start(row, 0)
    let turn = turnOf(await player.reset(place()))
    const untouched = turn.observation.reward_components as Record<string, number>
    for (const part of Object.values(untouched)) expect(part).toBe(0)
    let sum = 0
    while (!turn.done) {
      turn = turnOf(await player.step({ ...agent(turn.observation as unknown as Observation) }))
      sum += turn.reward ?? Number.NaN
      const components = turn.observation.reward_components as Record<string, number>
      for (const component of Object.keys(components)) names.add(component)
      expect(Object.values(components).reduce((total, part) => total + part, 0)).toBe(sum)
    }
    expect(sum).toBe(turn.observation.score)
    expect(names).toEqual(new Set(Object.keys(turn.observation.reward_components as object)))
  })

  test('73: who does nothing is far below who knows all', async () => {
    const scores = []
    for (const agent of [oracle, nop]) {
      const player = await door.open()
      const play = agent.start(row, 0)
      let turn = turnOf(await player.reset(place()))
      while (!turn.done)
        turn = turnOf(await player.step({ ...play(turn.observation as unknown as Observation) }))
      scores.push(turn.observation.score)
    }
    expect(scores).toEqual([unitsToNumber(row.rubric.maximum.learn), 0])
  })

  test('43: the same script gives the bytes that it gives in this process', async () => {
    const inside = await doors['in-process']?.(corpus)
    const expected = await transcript(await (inside as Door).open())
    const heard = await transcript(await door.open())
    const differing = heard.findIndex((answer, index) => answer !== expected[index])
    expect([differing, heard.length]).toEqual([-1, expected.length])
    await inside?.close()
  })
})
