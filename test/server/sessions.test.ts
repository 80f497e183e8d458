import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { referencePatch } from '../../src/rollout/agents/oracle.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import type { PoolResult } from '../../src/runtime/sandbox/pool.ts'
import type { Sandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { rowOf } from '../support/running.ts'
import type { Connection } from './connection.ts'
import { ask, type Serving, serve, until } from './serving.ts'

let bundle: OpenBundle
let server: Serving
let row: Row
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  row = rowOf(bundle.tasks.get('rate-quotes') ?? [], 'all')
  server = await serve(bundle)
})
afterAll(() => server.close())

const HEADER = 'x-session-id'
type Json = Record<string, unknown>

/** Speaks HTTP for a session. */
function speaking(url: string, id: string) {
  const answer = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const reply = await ask(url, method, path, body === undefined ? undefined : JSON.stringify(body), {
      [HEADER]: id,
      ...headers,
    })
    return { status: reply.status, id: reply.headers.get(HEADER), body: JSON.parse(reply.text) as Json }
  }
  return {
    reset: (body: unknown = {}) => answer('POST', '/reset', body),
    step: (action: unknown, keys: object = {}) => answer('POST', '/step', { action, ...keys }),
    state: () => answer('GET', '/state'),
    history: (query = '') => answer('GET', `/history${query}`),
    rpc: (method: string, params: object) =>
      answer('POST', '/mcp', { jsonrpc: '2.0', id: 1, method, params }),
  }
}

async function openSession(url = server.url, body: unknown = {}) {
  const { id, body: turn, status } = await speaking(url, 'new').reset(body)
  return { ...speaking(url, id ?? ''), id: id ?? '', turn, status }
}

const place = () => ({ task_id: row.task.id, row: row.number, episode_id: 'one' })
const hint = { operation: 'request_hint' }

describe('a session over HTTP', () => {
  test('15: keeps its episode from request to request, and tells its id with every answer', async () => {
    const session = await openSession(server.url, place())
    expect(session.id).toMatch(/^[0-9a-f-]{36}$/)
    const stepped = await session.step(hint)
    expect(stepped).toMatchObject({
      status: 200,
      id: session.id,
      body: { observation: { step: 1, hints_left: 2 } },
    })
    expect(await session.state()).toMatchObject({
      id: session.id,
      body: { episode_id: 'one', step_count: 1 },
    })
    expect((await session.reset(place())).body).toEqual(session.turn)
    expect((await session.state()).body.step_count).toBe(0)
  })

  test('15: is not seen by requests without its id, nor opened by an episode’s name', async () => {
    const session = await openSession(server.url, place())
    const plain = await ask(server.url, 'GET', '/state')
    expect(JSON.parse(plain.text).episode_id).toBeNull()
    const step = await ask(server.url, 'POST', '/step', JSON.stringify({ action: hint, episode_id: 'one' }))
    expect(JSON.parse(step.text)).toMatchObject({ done: true, reward: 0 })
    expect((await session.state()).body.step_count).toBe(0)
  })

  test('an id that is nobody’s is a 404 that says how to get one', async () => {
    const nobody = speaking(server.url, '00000000-0000-4000-8000-000000000000')
    const answers = [
      await nobody.reset(),
      await nobody.step(hint),
      await nobody.state(),
      await nobody.history(),
    ]
    for (const { status, body } of answers)
      expect({ status, detail: body.detail }).toEqual({
        status: 404,
        detail: expect.stringContaining('`X-Session-Id: new`'),
      })
  })

  test('a reset that is refused opens none', async () => {
    const before = server.sessions()
    expect(await speaking(server.url, 'new').reset({ task_id: 'none' })).toMatchObject({
      status: 422,
      id: null,
    })
    expect(server.sessions()).toBe(before)
  })

  test('beyond capacity the answer is 503 with the figures', async () => {
    const small = await serve(bundle, { maxSessions: 3, perPeer: 2 })
    await openSession(small.url)
    await openSession(small.url)
    expect(await speaking(small.url, 'new').reset()).toMatchObject({
      status: 503,
      body: {
        detail: 'Server at capacity: 2/2 sessions active. Cannot accept new connections.',
        active_sessions: 2,
        max_sessions: 2,
      },
    })
    await small.close()
  })

  test('24 and 57: is ended by silence, and by that alone', async () => {
    const brief = await serve(bundle, { idle: 400 })
    const [silent, lively] = [await openSession(brief.url), await openSession(brief.url)]
    const attached = await openSession(brief.url)
    const socket = await brief.socket(`/ws?session_id=${attached.id}`)
    while (brief.sessions() === 3) {
      expect((await lively.state()).status).toBe(200)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect((await silent.state()).status).toBe(404)
    expect(await socket.ask({ type: 'state' })).toMatchObject({ type: 'state' })
    await socket.leave()
    await until(() => brief.sessions() === 0)
    await brief.close()
  })

  test('what is running when a request comes is answered first', async () => {
    const session = await openSession(server.url, place())
    const [patched, hinted, state] = await Promise.all([
      session.step(referencePatch(row)),
      new Promise((resolve) => setTimeout(resolve, 1)).then(() => session.step(hint)),
      session.state(),
    ])
    expect(state.status).toBe(200)
    const steps = [patched, hinted].map(({ body }) => (body.observation as { step: number }).step)
    expect(steps.sort()).toEqual([1, 2])
  })
})

describe('one session, several doors', () => {
  test('a socket and MCP attach to it; all see one episode', async () => {
    const session = await openSession(server.url, place())
    const socket = await server.socket(`/ws?session_id=${session.id}`)
    await socket.ask({ type: 'step', data: hint })
    await session.rpc('tools/call', { name: 'request_hint' })
    await session.step(hint)
    const { body } = await session.rpc('tools/call', { name: 'view_task', arguments: {} })
    expect(body).toMatchObject({ result: { data: { observation: { step: 3, hints_left: 0 } } } })
    expect(await socket.ask({ type: 'state' })).toMatchObject({ data: { episode_id: 'one', step_count: 3 } })
    await socket.leave()
    expect((await session.state()).body.step_count).toBe(3)
  })

  test('closed over MCP while a socket speaks for it, it ends with the socket', async () => {
    const session = await openSession(server.url, place())
    const socket = await server.socket(`/ws?session_id=${session.id}`)
    await socket.ask({ type: 'state' })
    const closing = await speaking(server.url, '').rpc('openenv/session/close', { session_id: session.id })
    expect(closing.body.result).toEqual({ session_id: session.id, closed: false, closing: true })
    expect(await socket.ask({ type: 'step', data: hint })).toMatchObject({ type: 'observation' })
    await socket.leave()
    let status = 200
    while (status === 200) status = (await session.state()).status
    expect(status).toBe(404)
  })

  test('one socket at a time: a second one is told so while the first is alive', async () => {
    const session = await openSession(server.url, place())
    const first = await server.socket(`/ws?session_id=${session.id}`)
    const second = await server.socket(`/ws?session_id=${session.id}`)
    expect(JSON.parse(await second.next())).toEqual({
      type: 'error',
      data: {
        message: `Session ${session.id} already has an attached WebSocket`,
        code: 'SESSION_ERROR',
      },
    })
    expect(await first.ask({ type: 'state' })).toMatchObject({ data: { episode_id: 'one' } })
  })

  test('one that has fallen silent gives way', async () => {
    const session = await openSession(server.url, place())
    const first = await server.socket(`/ws?session_id=${session.id}`)
    first.socket.pause()
    const second = await server.socket(`/ws?session_id=${session.id}`)
    expect(await second.ask({ type: 'state' })).toMatchObject({ data: { episode_id: 'one' } })
  })

  test('an unknown one is told so, and the socket closes once its client has spoken', async () => {
    const socket = await server.socket('/ws?session_id=nobody')
    expect(JSON.parse(await socket.next())).toEqual({
      type: 'error',
      data: { message: 'Unknown session_id: nobody', code: 'SESSION_ERROR' },
    })
    socket.send({ type: 'reset' })
    expect(await socket.closed).toBe(1000)
  })
})

describe('a socket that was lost', () => {
  test('frees its place at once, and comes back to its episode', async () => {
    const small = await serve(bundle, { maxSessions: 1 })
    const lost = await small.socket()
    await lost.ask({ type: 'reset', data: place() })
    await lost.ask({ type: 'step', data: hint })
    lost.socket.terminate()
    await until(() => small.sessions() === 0)
    const other = await small.socket()
    await other.ask({ type: 'reset' })
    const early = await small.socket(`/ws?session_id=${lost.session}`)
    expect(JSON.parse(await early.next()).data.code).toBe('CAPACITY_REACHED')
    await other.leave()
    await until(() => small.sessions() === 0)
    const back = await small.socket(`/ws?session_id=${lost.session}`)
    expect(await back.ask({ type: 'state' })).toMatchObject({ data: { episode_id: 'one', step_count: 1 } })
    expect(small.sessions()).toBe(1)
    await small.close()
  })

  test.each<[how: string, leave: (socket: Connection) => void]>([
    ['a close message', ({ send }) => send({ type: 'close' })],
    ['a close frame', ({ socket }) => socket.close(1000)],
  ])('is not waited for when it left with %s', async (_, leave) => {
    const own = await serve(bundle)
    const left = await own.socket()
    await left.ask({ type: 'reset' })
    leave(left)
    await left.closed
    await until(() => own.sessions() === 0)
    const back = await own.socket(`/ws?session_id=${left.session}`)
    expect(JSON.parse(await back.next()).data.code).toBe('SESSION_ERROR')
    await own.close()
  })
})

describe('a request that is sent again', () => {
  const named = { ...hint, metadata: { request_id: 'a' } }

  test('is answered again and not played again, over every door', async () => {
    const session = await openSession(server.url, place())
    const socket = await server.socket(`/ws?session_id=${session.id}`)
    const first = await socket.ask({ type: 'step', data: named })
    expect(await socket.ask({ type: 'step', data: named })).toEqual(first)
    expect((await session.step(named)).body).toEqual(first.data)
    const second = await session.step(hint, { request_id: 'b' })
    expect(await session.step(hint, { request_id: 'b' })).toEqual(second)
    const call = () =>
      session.rpc('tools/call', { name: 'request_hint', arguments: {}, _meta: { request_id: 'c' } })
    expect(await call()).toEqual(await call())
    expect((await session.state()).body.step_count).toBe(3)
    await session.reset({ ...place(), request_id: 'd' })
    await session.step(hint)
    await session.reset({ ...place(), request_id: 'd' })
    expect((await session.state()).body.step_count).toBe(1)
  })

  test('under the name of another one is refused', async () => {
    const session = await openSession(server.url, place())
    await session.step(hint, { request_id: 'a' })
    const { status, body } = await session.step({ operation: 'finalize' }, { request_id: 'a' })
    expect({ status, detail: body.detail }).toEqual({
      status: 422,
      detail: [expect.objectContaining({ loc: ['request_id'], type: 'value_error' })],
    })
    expect((await session.state()).body.done).toBe(false)
  })

  test('after it failed is played', async () => {
    let outcome: 'broken' | 'whole' = 'broken'
    const failed: PoolResult = { status: 'refused', reason: 'queue-full' }
    const run: Sandbox['run'] = (input, cancel) =>
      outcome === 'broken' ? Promise.resolve(failed) : server.sandbox.run(input, cancel)
    const flaky = await serve(bundle, {
      sandbox: {
        run,
        together: (work) => work(run),
        strip: (texts) => server.sandbox.strip(texts),
      },
    })
    const session = await openSession(flaky.url, place())
    const patch = { ...referencePatch(row), metadata: { request_id: 'a' } }
    expect(await session.step(patch)).toMatchObject({
      status: 503,
      body: { detail: 'There was no time to run this: nothing of it counts, send it again' },
    })
    outcome = 'whole'
    expect(await session.step(patch)).toMatchObject({ status: 200, body: { observation: { step: 1 } } })
    await flaky.close()
  })

  test('by a client that lost its socket while it was running is answered by the one run', async () => {
    let runs = 0
    const gate = new AbortController()
    const opened = once(gate.signal, 'abort')
    const run: Sandbox['run'] = async (input, cancel) => {
      runs += 1
      await opened
      return server.sandbox.run(input, cancel)
    }
    const slow = await serve(bundle, {
      sandbox: {
        run,
        together: (work) => work(run),
        strip: (texts) => server.sandbox.strip(texts),
      },
    })
    const lost = await slow.socket()
    await lost.ask({ type: 'reset', data: place() })
    const patch = { ...referencePatch(row), metadata: { request_id: 'a' } }
    lost.send({ type: 'step', data: patch })
    await until(() => runs > 0)
    const begun = runs
    lost.socket.terminate()
    await until(() => slow.sessions() === 0)
    const back = await slow.socket(`/ws?session_id=${lost.session}`)
    back.send({ type: 'step', data: patch })
    gate.abort()
    expect(JSON.parse(await back.next())).toMatchObject({
      data: { observation: { step: 1, patches_left: 2 } },
    })
    expect(await back.ask({ type: 'state' })).toMatchObject({ data: { step_count: 1 } })
    expect(begun).toBeGreaterThan(0)
    await slow.close()
  })
})

describe('/history', () => {
  test('tells the episodes of the session, as its agent was told', async () => {
    const session = await openSession(server.url, place())
    const rewards = [
      (await session.step(hint)).body.reward,
      (await session.step({ operation: 'finalize' })).body.reward,
    ]
    await session.step(hint)
    await session.reset({ ...place(), episode_id: 'two' })
    const { body } = await session.history()
    expect(body).toEqual({
      episodes: [
        expect.objectContaining({
          episode_id: 'one',
          task_id: row.task.id,
          done: true,
          steps: [
            { step: 1, operation: 'request_hint', findings: 0, problem: null, reward: rewards[0] },
            { step: 2, operation: 'finalize', findings: 0, problem: null, reward: rewards[1] },
          ],
        }),
        expect.objectContaining({ episode_id: 'two', done: false, score: null, steps: [] }),
      ],
    })
    const found = (await session.history('?episode_id=two')).body.episodes
    expect(found).toEqual([expect.objectContaining({ episode_id: 'two' })])
  })

  test('is nobody’s without a session', async () => {
    const { status, text } = await ask(server.url, 'GET', '/history?episode_id=one')
    expect({ status, text }).toEqual({
      status: 400,
      text: '{"detail":"A history is that of a session: name it by X-Session-Id"}',
    })
  })
})
