import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { type Connection, connect } from './connection.ts'
import { folderWithBundle, startServer } from './process.ts'
import { ask, until } from './serving.ts'

let corpus: Awaited<ReturnType<typeof compiledPair>>
beforeAll(async () => {
  corpus = await compiledPair()
})

const HEADER = 'x-session-id'
const hint = { operation: 'request_hint' }
const finalize = { operation: 'finalize' }

async function start(...args: string[]) {
  const { announced, ...rest } = await startServer(
    folderWithBundle(corpus.text),
    {},
    '--port',
    '0',
    '--unproved',
    '--workers',
    '2',
    ...args,
  )
  const { url } = announced
  const call = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    // Each request by a connection of its own: they are dealt out to the processes in turns.
    const reply = await ask(url, method, path, text, { connection: 'close', ...headers })
    return {
      status: reply.status,
      session: reply.headers.get(HEADER) ?? '',
      body: reply.text === '' ? null : JSON.parse(reply.text),
    }
  }
  return {
    ...rest,
    url: url as string,
    call,
    reset: () => call('POST', '/reset', { task_id: 'password-reset', seed: 7 }, { [HEADER]: 'new' }),
    socket: (session?: string) =>
      connect(`${url.replace('http', 'ws')}/ws${session === undefined ? '' : `?session_id=${session}`}`),
  }
}

/** In which process a session lives, as its name says. */
const homeOf = (session: string) => Number.parseInt(session.slice(-4), 16)

async function sessionsApart(server: Awaited<ReturnType<typeof start>>) {
  const sessions = [await server.reset(), await server.reset(), await server.reset(), await server.reset()]
  const homes = new Set(sessions.map(({ session }) => homeOf(session)))
  expect([...homes].sort()).toEqual([1, 2])
  return sessions.map(({ session }) => session)
}

describe('several processes at one address', () => {
  test('a session named over HTTP is reached whichever process answers', async () => {
    const server = await start()
    for (const session of await sessionsApart(server)) {
      const named = { [HEADER]: session }
      const step = (action: object) => server.call('POST', '/step', { action }, named)
      const heard = [await step(hint), await step(hint), await step(finalize)]
      expect(heard.map(({ body }) => body.observation.step)).toEqual([1, 2, 3])
      const states = [1, 2, 3].map(() => server.call('GET', '/state', undefined, named))
      for (const { body } of await Promise.all(states))
        expect(body).toMatchObject({ step_count: 3, done: true })
      const { body } = await server.call('GET', '/history', undefined, named)
      expect(body.episodes[0].steps).toHaveLength(3)
      expect(
        (await server.call('GET', '/state', undefined, { [HEADER]: `${session.slice(0, -1)}9` })).status,
      ).toBe(404)
    }
  })

  test('over MCP too, which can end it from anywhere', async () => {
    const server = await start()
    for (const session of await sessionsApart(server)) {
      const rpc = async (method: string, params: object) =>
        (await server.call('POST', '/mcp', { jsonrpc: '2.0', id: 1, method, params }, {})).body
      const called = { name: 'request_hint', arguments: {}, session_id: session }
      for (const left of [2, 1, 0])
        expect(JSON.stringify(await rpc('tools/call', called))).toContain(`hints_left\\":${left}`)
      expect((await rpc('openenv/session/close', { session_id: session })).result).toMatchObject({
        closed: true,
      })
      expect((await rpc('tools/call', called)).error.message).toContain('Unknown session_id')
    }
  })

  test('a socket takes a session over wherever it lives, alone, and comes back to it when it was torn', async () => {
    const server = await start()
    for (const session of await sessionsApart(server)) {
      const sockets: Connection[] = []
      const attach = async () => {
        const socket = await server.socket(session)
        sockets.push(socket)
        return socket.ask({ type: 'state' })
      }
      expect(await attach()).toMatchObject({ type: 'state', data: { step_count: 0 } })
      for (let other = 0; other < 2; other += 1)
        expect(await attach()).toMatchObject({ type: 'error', data: { code: 'SESSION_ERROR' } })
      expect(await sockets[0]?.ask({ type: 'step', data: hint })).toMatchObject({ type: 'observation' })
      sockets[0]?.socket.terminate()
      await until(async () => {
        const told = await attach()
        return told.type === 'state' && told.data.step_count === 1
      })
      for (const { socket } of sockets) socket.close()
    }
    for (let round = 0; round < 4; round += 1) {
      const torn = await server.socket()
      await torn.ask({ type: 'reset', data: { task_id: 'password-reset', episode_id: `torn ${round}` } })
      torn.socket.terminate()
      await torn.closed
      for (const _ of [1, 2]) {
        const back = await server.socket(torn.session)
        expect(await back.ask({ type: 'state' })).toMatchObject({ data: { episode_id: `torn ${round}` } })
        back.socket.terminate()
        await back.closed
      }
    }
  })

  test('the places are those of all together, and /metrics counts in all', async () => {
    const server = await start('--max-sessions', '3')
    const sockets = [await server.socket(), await server.socket(), await server.socket()]
    for (const one of sockets) expect(await one.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
    expect(new Set(sockets.map(({ session }) => homeOf(session))).size).toBe(2)
    for (const _ of [1, 2]) {
      const full = await server.socket()
      expect(await full.ask({ type: 'reset' })).toMatchObject({
        data: { code: 'CAPACITY_REACHED', active_sessions: 3, max_sessions: 3 },
      })
      const { text } = await ask(server.url, 'GET', '/metrics', undefined, { connection: 'close' })
      expect(text).toMatch(/^reviewgym_sessions 3$/m)
      expect(text).toMatch(/^reviewgym_sessions_most 3$/m)
    }
    await sockets[0]?.leave()
    await until(async () => (await server.reset()).status === 200)
    expect((await server.reset()).status).toBe(503)
  })

  test('one that is killed is replaced; the others go on, and its places are free again', async () => {
    const server = await start('--max-sessions', '4')
    const sockets = [
      await server.socket(),
      await server.socket(),
      await server.socket(),
      await server.socket(),
    ]
    for (const one of sockets) await one.ask({ type: 'reset', data: { task_id: 'order-search' } })
    expect(new Set(sockets.map(({ session }) => homeOf(session))).size).toBe(2)
    const isOpen = ({ socket }: Connection) => socket.readyState === socket.OPEN
    const [victim] = childrenOf(server.server.pid ?? 0)
    process.kill(victim ?? 0, 'SIGKILL')
    await until(async () => !sockets.every(isOpen))
    const home = homeOf(sockets.find((one) => !isOpen(one))?.session ?? '')
    const lost = sockets.filter(({ session }) => homeOf(session) === home)
    await until(async () => !lost.some(isOpen))
    const left = sockets.filter((one) => !lost.includes(one))
    for (const one of left)
      expect(await one.ask({ type: 'step', data: hint })).toMatchObject({ type: 'observation' })
    await until(async () => childrenOf(server.server.pid ?? 0).length === 2)
    for (const _ of lost) {
      const fresh = await server.socket()
      expect(await fresh.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
    }
    expect(server.complaints()).toMatch(/A process that served has ended/)
    expect(await (await server.socket(lost[0]?.session)).ask({ type: 'state' })).toMatchObject({
      data: { code: 'SESSION_ERROR', message: expect.stringContaining('Unknown session_id') },
    })
  })

  test('all end with 0 when they are asked to stop, and with the one that started them', async () => {
    const stopped = await start()
    const socket = await stopped.socket()
    await socket.ask({ type: 'reset' })
    const workers = childrenOf(stopped.server.pid ?? 0)
    stopped.server.kill('SIGTERM')
    expect(await stopped.ended).toEqual({ code: 0, signal: null })
    expect(await socket.closed).toBe(1001)
    expect(stopped.complaints()).toBe('')
    const killed = await start()
    const orphans = childrenOf(killed.server.pid ?? 0)
    killed.server.kill('SIGKILL')
    await until(async () => [...workers, ...orphans].every((pid) => !isThere(pid)))
  })

  test('each records its own file, and no episode is missing', async () => {
    const folder = temporaryFolder()
    const server = await start('--record', folder)
    const sessions = await sessionsApart(server)
    for (const session of sessions)
      await server.call('POST', '/step', { action: finalize }, { [HEADER]: session })
    server.server.kill('SIGTERM')
    await server.ended
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    const ends = files.map((text) => text.match(/"event":"end"/g)?.length ?? 0)
    expect(ends.toSorted()).toEqual(
      [1, 2].map((home) => sessions.filter((session) => homeOf(session) === home).length).toSorted(),
    )
  })
})

test('a port that is taken is told once, and ends all with a usage error', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const { code, stderr } = runCli(
    ['serve', 'corpus.json', '--unproved', '--port', port, '--workers', '3'],
    folderWithBundle(corpus.text),
  )
  taken.close()
  expect({ code, said: stderr.match(/Cannot listen/g)?.length }).toEqual({ code: 2, said: 1 })
})

test('what is being edited is served by one process', () => {
  const { code, stderr } = runCli(['serve', '--author', '--watch', '--workers', '2'], temporaryFolder())
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'error: One process alone can serve what is being edited\nhint: Leave `--workers` out\n',
  })
})

/** The processes that a process has started and that are there. */
function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
