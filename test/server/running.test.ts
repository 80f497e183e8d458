import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WireAction } from '../../src/model/action.ts'
import { referencePatch } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import type { PoolResult } from '../../src/runtime/sandbox/pool.ts'
import { openSandbox, type Sandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { builtSandbox } from '../support/pool.ts'
import { pythonFiles } from '../support/python.ts'
import { smallRow } from '../support/rows.ts'
import { rowOf, vagueFinding } from '../support/running.ts'
import { type Connection, connect, type Frame } from './connection.ts'
import { publishedBy } from './published.ts'
import { ask, type Serving, serve, until } from './serving.ts'

let bundle: OpenBundle
let row: Row
let server: Serving
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  row = rowOf(bundle.tasks.get('invoice-proration') ?? [], 'all')
  server = await serve(bundle)
})
afterAll(() => server.close())

/** More than a busy machine takes for what is played here, in milliseconds. */
const PATIENCE = 600_000

/** All items of a row, each proven by its first case and said in no words. */
function proofs({ rubric }: Row): WireAction {
  const findings = rubric.items.map((item) => {
    const [first] = item.source.cases
    if (!first) throw new Error(`${item.id} has no case`)
    const { calls, actual, expected } = first
    return { ...vagueFinding(item), witness: { calls, actual, expected } }
  })
  return { operation: 'submit_findings', findings }
}

const reset = (one: Row) => ({ type: 'reset', data: { task_id: one.task.id, row: one.number } })
const step = (action: WireAction) => ({ type: 'step', data: action })
const observed = ({ data }: Frame) => data.observation as Record<string, unknown>

describe('running behind a session', () => {
  test('nothing is started by a server that sees no witness and no patch', async () => {
    const idle = await serve(bundle)
    const socket = await idle.socket()
    await socket.ask(reset(row))
    await socket.ask(step({ operation: 'request_hint' }))
    await socket.ask(step({ operation: 'submit_findings', findings: row.rubric.items.map(vagueFinding) }))
    await socket.ask(step({ operation: 'finalize' }))
    expect(idle.sandbox.workers).toBe(0)
    await idle.close()
  })

  test('a whole episode: proofs, a patch that does not load, one that does, the maximum but for the remedies', async () => {
    const published = await publishedBy(server.url)
    const socket = await server.socket()
    await socket.ask(reset(row))
    const proven = await socket.ask(step(proofs(row)))
    published.turn(proven.data)
    expect(observed(proven).findings).toEqual(
      row.rubric.items.map(() => expect.objectContaining({ status: 'credited', has_witness: true })),
    )
    const [{ path } = { path: '' }] = row.files
    const broken = await socket.ask(
      step({ operation: 'submit_patch', patch: { edits: [{ path, find: 'const PPM', replace: 'const' }] } }),
    )
    published.turn(broken.data)
    expect(observed(broken)).toMatchObject({
      patches: [
        { index: 0, step: 2, status: 'refused', problem: expect.stringMatching(/^The patch does not load/) },
      ],
      patches_left: 2,
      problem: expect.stringMatching(/^The patch does not load/),
    })
    const mended = await socket.ask(step(referencePatch(row)))
    expect(mended.data).toMatchObject({ reward: 0, done: false })
    expect(observed(mended)).toMatchObject({ problem: null, patches_left: 1 })
    expect((observed(mended).reward_components as Record<string, number>)['patch.fixed']).toBe(0)
    const end = published.turn((await socket.ask(step({ operation: 'finalize' }))).data)
    const parts = end.observation.reward_components as Record<string, number>
    expect(parts['patch.fixed']).toBeCloseTo(0.15 / 1.04, 5)
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(end.observation.score)
  })

  test('answers come in order, also of what was sent while a step was running', async () => {
    const socket = await server.socket()
    const sent = [reset(row), step(proofs(row)), { type: 'state' }, 'nonsense', reset(row), { type: 'state' }]
    for (const message of sent) socket.send(message)
    const heard: Frame[] = []
    for (const _ of sent) heard.push(JSON.parse(await socket.next()))
    expect(heard.map(({ type }) => type)).toEqual([
      'observation',
      'observation',
      'state',
      'error',
      'observation',
      'state',
    ])
    expect(heard[2]?.data.step_count).toBe(1)
    expect(heard[5]?.data.step_count).toBe(0)
  })

  test('a client that leaves while its step runs takes nothing with it', async () => {
    const [leaving, staying] = [await server.socket(), await server.socket()]
    await leaving.ask(reset(row))
    leaving.send(step(proofs(row)))
    await leaving.leave()
    await staying.ask(reset(row))
    expect(observed(await staying.ask(step(proofs(row)))).credited).toBe(row.rubric.items.length)
    expect(server.errors).toEqual([])
  })

  test('the same actions give the same bytes, whoever else is running', async () => {
    const script = [reset(row), step(proofs(row)), step(referencePatch(row)), step({ operation: 'finalize' })]
    const play = async (socket: Connection) => {
      const heard: string[] = []
      for (const message of script) {
        socket.send(message)
        heard.push(await socket.next())
      }
      return heard
    }
    const expected = await play(await server.socket())
    const sockets = await Promise.all([1, 2, 3, 4].map(() => server.socket()))
    for (const heard of await Promise.all(sockets.map(play))) expect(heard).toEqual(expected)
  })
})

describe('a run that comes to no end', () => {
  const endless: Sandbox = {
    run: () => new Promise(() => undefined),
    together: (work) => work(endless.run),
    strip: (texts) => server.sandbox.strip(texts),
  }
  /** A sandbox whose runs end like this. */
  const ending = (result: PoolResult): Sandbox => ({
    run: () => Promise.resolve(result),
    together: (work) => work(() => Promise.resolve(result)),
    strip: (texts) => server.sandbox.strip(texts),
  })

  test.each<[reason: string, result: PoolResult, message: string, noted?: readonly string[]]>([
    [
      'it took too long',
      { status: 'failed', reason: 'wall', detail: 'secret' },
      'Running this took too long, twice: nothing of it counts',
    ],
    [
      'it broke its worker',
      { status: 'failed', reason: 'crash', detail: 'secret' },
      'Running this broke the sandbox, twice: nothing of it counts',
    ],
    [
      'there is no room',
      { status: 'refused', reason: 'queue-full' },
      'There was no time to run this: nothing of it counts, send it again',
    ],
    [
      'what runs it does not start',
      { status: 'failed', reason: 'start', detail: 'No memory' },
      'What runs this does not start here: nothing of it counts',
      ['Error: No memory'],
    ],
  ])('%s: an error, and the episode is as it was', async (_, result, message, noted = []) => {
    const failing = await serve(bundle, { sandbox: ending(result) })
    const socket = await failing.socket()
    const before = await socket.ask(reset(row))
    expect(await socket.ask(step(proofs(row)))).toEqual({
      type: 'error',
      data: { message, code: 'EXECUTION_ERROR' },
    })
    expect(await socket.ask({ type: 'state' })).toMatchObject({ data: { step_count: 0 } })
    const { observation } = (await socket.ask(step({ operation: 'request_hint' }))).data
    expect(observation).toMatchObject({ step: 1, findings: [], score: null })
    expect(before.type).toBe('observation')
    expect(failing.errors.map(String)).toEqual(noted)
    await failing.close()
  })

  test('what breaks the sandbox is run three times an episode, then counts as a step that has no effect', async () => {
    const failing = await serve(bundle, {
      sandbox: ending({ status: 'failed', reason: 'wall', detail: 'secret' }),
    })
    const socket = await failing.socket()
    await socket.ask(reset(row))
    for (let time = 0; time < 3; time += 1)
      expect((await socket.ask(step(proofs(row)))).data.code).toBe('EXECUTION_ERROR')
    const refused = await socket.ask(step(proofs(row)))
    expect(observed(refused)).toMatchObject({
      step: 1,
      problem: expect.stringMatching(/^Nothing more is run in this episode/),
    })
    const plain = step({ operation: 'submit_findings', findings: row.rubric.items.map(vagueFinding) })
    expect(observed(await socket.ask(plain)).credited).toBe(row.rubric.items.length)
    await failing.close()
  })

  test('what does not start is nobody’s fault who plays: it may be asked for as often as they like', async () => {
    const sandbox = openSandbox(
      { worker: new URL('file:///nowhere/sandbox-worker.js'), python: () => pythonFiles },
      { size: 1 },
    )
    const failing = await serve(bundle, { sandbox })
    const socket = await failing.socket()
    await socket.ask(reset(row))
    const actions = [proofs(row), referencePatch(row), proofs(row), referencePatch(row)]
    for (const action of actions)
      expect((await socket.ask(step(action))).data).toMatchObject({
        code: 'EXECUTION_ERROR',
        message: expect.stringMatching(/does not start here/),
      })
    expect(await socket.ask({ type: 'state' })).toMatchObject({ data: { step_count: 0 } })
    expect(failing.errors).toHaveLength(actions.length)
    await failing.close()
    await sandbox.close()
  })

  test('Python goes on after a step with a witness that hangs and one that does not, where there is one child', async () => {
    const wrong = 'return sum(range(n))'
    const made = smallRow({
      language: 'python',
      files: { 'src/sums.py': `def sum_to(n):\n    ${wrong}\n` },
      tests: [],
      items: {
        'last-one-missing': {
          kind: 'off-by-one',
          path: 'src/sums.py',
          find: wrong,
          replace: 'return sum(range(n + 1))',
          cases: [{ calls: [{ call: 'sum_to', args: [3] }], actual: [3], expected: [6] }],
        },
      },
    })
    const sandbox = builtSandbox({ size: 1, wall: 1500 })
    const only = { ...bundle, tasks: new Map([[made.task.id, [made]]]), splits: { train: [made], eval: [] } }
    const small = await serve(only, { sandbox })
    const socket = await small.socket()
    await socket.ask(reset(made))
    const [item] = made.rubric.items
    if (!item) throw new Error('No item')
    const endless = { calls: [{ call: 'sum_to', args: [10 ** 12] }], actual: [0], expected: [1] }
    const hanging = { ...vagueFinding(item), witness: endless }
    const both: WireAction = {
      operation: 'submit_findings',
      findings: [hanging, { ...hanging, title: 'Again', witness: item.source.cases[0] ?? null }],
    }
    expect((await socket.ask(step(both))).data).toMatchObject({
      message: 'Running this took too long, twice: nothing of it counts',
    })
    expect(observed(await socket.ask(step(proofs(made)))).credited).toBe(1)
    await small.close()
    await sandbox.close()
  })

  test('46 and 47: what never ends is an error in time; pings and others are answered meanwhile', async () => {
    const slow = await serve(bundle, {
      deadline: 500,
      sandbox: endless,
    })
    const socket = await slow.socket()
    await socket.ask(reset(row))
    const pong = new Promise((resolve) => socket.socket.once('pong', resolve))
    socket.send(step(proofs(row)))
    socket.send(step({ operation: 'request_hint' }))
    socket.socket.ping()
    await pong
    expect((await ask(slow.url, 'GET', '/health')).status).toBe(200)
    expect(socket.unread).toEqual([])
    expect(JSON.parse(await socket.next())).toEqual({
      type: 'error',
      data: {
        message: 'There was no time to run this: nothing of it counts, send it again',
        code: 'EXECUTION_ERROR',
      },
    })
    expect(JSON.parse(await socket.next())).toMatchObject({
      data: { observation: { step: 1, hints_left: 2 } },
    })
    await slow.close()
  })

  test('55: a server that is asked to stop answers what runs, plays nothing more, and closes', async () => {
    const gate = new AbortController()
    const opened = once(gate.signal, 'abort')
    let runs = 0
    const run: Sandbox['run'] = async (input, cancel) => {
      runs += 1
      await opened
      return server.sandbox.run(input, cancel)
    }
    const stopping = await serve(bundle, {
      sandbox: {
        run,
        together: (work) => work(run),
        strip: (texts) => server.sandbox.strip(texts),
      },
    })
    const [idle, busy] = [await stopping.socket(), await stopping.socket()]
    await busy.ask(reset(row))
    busy.send(step(proofs(row)))
    busy.send(step({ operation: 'request_hint' }))
    await until(() => runs > 0)
    const stopped = stopping.close()
    expect(await idle.closed).toBe(1001)
    await expect(connect(`${stopping.url.replace('http', 'ws')}/ws`)).rejects.toThrow('ECONNREFUSED')
    gate.abort()
    expect(observed(JSON.parse(await busy.next())).credited).toBe(row.rubric.items.length)
    expect(await busy.closed).toBe(1001)
    expect(busy.unread).toEqual([])
    await stopped
  })

  test('a client that leaves what never ends frees its place', async () => {
    const slow = await serve(bundle, {
      sandbox: endless,
    })
    const socket = await slow.socket()
    await socket.ask(reset(row))
    socket.send(step(proofs(row)))
    expect((await ask(slow.url, 'GET', '/health')).status).toBe(200)
    await socket.leave()
    await until(() => slow.sessions() === 0)
    await slow.close()
  })
})

describe('64 sessions that prove and patch at once', () => {
  test('all are right, each as if it were alone', { timeout: PATIENCE }, async () => {
    const all = [...bundle.tasks.values()]
      .map((one) => rowOf(one, 'all'))
      .filter(({ rubric }) => rubric.items.every(({ source }) => source.cases.length > 0))
      // What never ends takes all that a run may: 64 of that at once are told to come again.
      .filter(
        ({ rubric }) => !JSON.stringify(rubric.items.map(({ source }) => source.cases)).includes('hangs'),
      )
    // A Python child for each judgement is some tenths of a second of a core: one task of these shows as much.
    const pythons = all.filter(({ task }) => task.language === 'python').slice(0, 1)
    const rows = [...all.filter(({ task }) => task.language !== 'python'), ...pythons]
    // How much of it a machine does within 45 s is another matter: what is late is told to come again.
    const busy = await serve(bundle, { maxSessions: 64, deadline: PATIENCE })
    const sockets = await Promise.all(Array.from({ length: 64 }, () => busy.socket()))
    const health = new Set<number>()
    const scores = await Promise.all(
      sockets.map(async (socket, index) => {
        const own = rows[index % rows.length]
        if (!own) throw new Error('No rows')
        await socket.ask(reset(own))
        const proven = await socket.ask(step(proofs(own)))
        // Most others are running meanwhile.
        health.add((await ask(busy.url, 'GET', '/health')).status)
        await socket.ask(step(referencePatch(own)))
        const { data } = await socket.ask(step({ operation: 'finalize' }))
        return {
          task: own.task.id,
          proven: observed(proven).credited,
          reward: (data.observation as { score: number }).score,
        }
      }),
    )
    expect(health).toEqual(new Set([200]))
    for (const { task, rubric } of rows) {
      const same = scores.filter((one) => one.task === task.id)
      expect(new Set(same.map(({ reward }) => reward)).size).toBe(1)
      // What is credited is told in the train split only.
      const told = task.split === 'train' ? rubric.items.length : null
      expect(new Set(same.map(({ proven }) => proven))).toEqual(new Set([told]))
    }
    expect(busy.errors).toEqual([])
    await busy.close()
  })
})
