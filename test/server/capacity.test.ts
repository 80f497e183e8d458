import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { type Connection, connect } from './connection.ts'
import { type Serving, serve, speakTcp, until } from './serving.ts'

let bundle: OpenBundle
let server: Serving
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle, { maxSessions: 2 })
})
afterAll(() => server.close())

const atCapacity = {
  type: 'error',
  data: {
    code: 'CAPACITY_REACHED',
    message: 'Server at capacity: 2/2 sessions active. Cannot accept new connections.',
    active_sessions: 2,
    max_sessions: 2,
  },
}
const MIB = 2 ** 20

/** Every way to go: clean, abrupt, in the protocol's words, by breaking the rules of frames. */
const departures: Readonly<Record<string, (connection: Connection) => void>> = {
  'a close frame': ({ socket }) => socket.close(1000),
  'a close message': ({ send }) => send({ type: 'close' }),
  'a socket that ends without a word': ({ socket }) => socket.terminate(),
  'a reset of the connection': ({ socket }) => {
    const tcp: unknown = Reflect.get(socket, '_socket')
    ;(tcp as { resetAndDestroy(): void }).resetAndDestroy()
  },
  'a frame that is too large': ({ send }) => send('x'.repeat(16 * MIB + 1)),
  'a text that is not UTF-8': ({ socket }) => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }),
}

describe('sessions', () => {
  test.each(Object.entries(departures))('26, 51 and 52: %s frees the place', async (_, depart) => {
    const [one, two] = [await server.socket(), await server.socket()]
    expect(server.sessions()).toBe(2)
    const third = await server.socket()
    expect(JSON.parse(await third.next())).toEqual(atCapacity)
    depart(one)
    await one.closed
    await until(() => server.sessions() === 1)
    const fourth = await server.socket()
    expect(await fourth.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
    expect(await two.ask({ type: 'state' })).toMatchObject({ type: 'state' })
    for (const leaver of [two, fourth]) await leaver.leave()
    await until(() => server.sessions() === 0)
    expect(server.errors).toEqual([])
  })

  test('a client that was refused can read why after it has spoken, and then the socket closes', async () => {
    const taken = [await server.socket(), await server.socket()]
    const third = await server.socket()
    third.send({ type: 'reset' })
    third.send({ type: 'state' })
    expect(await third.closed).toBe(1000)
    expect(third.unread.map((frame) => JSON.parse(frame))).toEqual([atCapacity])
    for (const leaver of taken) await leaver.leave()
    await until(() => server.sessions() === 0)
    // Shorter than the server's patience with a client that never speaks.
  }, 8000)

  test('26: a close message gets no reply, and code 1000; what follows it is not played', async () => {
    const socket = await server.socket()
    socket.send({ type: 'close' })
    socket.send({ type: 'reset' })
    expect(await socket.closed).toBe(1000)
    expect(socket.unread).toEqual([])
  })

  test('a close message frees the place even if the client never closes', async () => {
    const socket = await server.socket()
    const tcp = Reflect.get(socket.socket, '_socket')
    tcp.pause()
    socket.send({ type: 'close' })
    await until(() => server.sessions() === 0)
  })

  test('53: hundreds of visitors who leave in every way leave nothing behind', async () => {
    const ways = Object.entries(departures).filter(([name]) => !name.includes('large'))
    for (let round = 0; round < 60; round += 1)
      for (const [, depart] of ways) {
        const visitor = await server.socket()
        expect(await visitor.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
        depart(visitor)
        await visitor.closed
        await until(() => server.sessions() === 0)
      }
    expect(server.errors).toEqual([])
  })
})

describe('48: frames', () => {
  test('of 15 MiB are taken', async () => {
    const socket = await server.socket()
    const note = 'x'.repeat(15 * MIB)
    expect(await socket.ask({ type: 'reset', data: { note } })).toMatchObject({
      type: 'observation',
      data: { observation: { ignored: ['note'] } },
    })
    expect(
      await socket.ask({ type: 'step', data: { operation: 'finalize', metadata: { note } } }),
    ).toMatchObject({ type: 'observation', data: { done: true } })
    await socket.leave()
    await until(() => server.sessions() === 0)
  })

  test.each([1, 2, 3])('above 16 MiB close the socket with 1009 (time %i)', async () => {
    const socket = await server.socket()
    socket.send('x'.repeat(17 * MIB))
    expect(await socket.closed).toBe(1009)
    await until(() => server.sessions() === 0)
  })
})

test.each([true, false])('49: a client may offer compression or not (%s)', async (perMessageDeflate) => {
  const socket = await connect(`${server.url.replace('http', 'ws')}/ws`, { perMessageDeflate })
  expect(await socket.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
  await socket.leave()
  await until(() => server.sessions() === 0)
})

describe('an upgrade', () => {
  const upgrade = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`

  test.each(['/', '/other', '//', '/ws/', '/%', 'http://', '*'])('to %s is forbidden', async (path) => {
    expect(await speakTcp(server.url, upgrade(path))).toMatch(/^HTTP\/1\.1 403 /)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
  })

  test('to /ws with a query is taken', async () => {
    const socket = await connect(`${server.url.replace('http', 'ws')}/ws?a=b`)
    expect(await socket.ask({ type: 'state' })).toMatchObject({ type: 'state' })
    await socket.leave()
  })
})
