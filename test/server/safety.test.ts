import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/cli/log.ts'
import { connect as connectClient } from '../../src/client/client.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { connect } from './connection.ts'
import { ask, type Serving, serve, speakTcp } from './serving.ts'

const TOKEN = 'a-token-of-sixteen-letters'
let bundle: OpenBundle
let server: Serving
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle, { token: TOKEN })
})
afterAll(() => server.close())

const socketUrl = (path = '/ws') => `${server.url.replace('http', 'ws')}${path}`
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('50: a server with a token', () => {
  test.each<[what: string, authorization: string | null, status: number]>([
    ['no token', null, 401],
    ['another token', 'Bearer another-token-of-sixteen', 401],
    ['a token that begins alike', `Bearer ${TOKEN.slice(0, -1)}`, 401],
    ['the token in no scheme', TOKEN, 401],
    ['credentials that are no base64', 'Basic !!', 401],
    ['the token as a bearer', `Bearer ${TOKEN}`, 200],
    ['the token as a password', basic(`anybody:${TOKEN}`), 200],
    ['the token as a user', basic(`${TOKEN}:`), 200],
  ])('answers %s alike over HTTP and before the upgrade', async (_, authorization, status) => {
    const headers: Record<string, string> = authorization === null ? {} : { authorization }
    const reply = await ask(server.url, 'POST', '/reset', '{}', headers)
    expect(reply.status).toBe(status)
    if (status === 401) {
      expect(reply.headers.get('www-authenticate')).toBe('Basic realm="reviewgym"')
      expect(JSON.parse(reply.text).detail).toMatch(/^This server asks for a token/)
    }
    for (const path of ['/ws', '/mcp']) {
      const upgraded = await connect(socketUrl(path), { headers }).then(
        async (socket) => {
          await socket.leave()
          return 200
        },
        (error: Error) => Number(/\d{3}$/.exec(error.message)?.[0]),
      )
      expect(upgraded).toBe(status)
    }
  })

  test('tells everybody that it is there', async () => {
    expect((await ask(server.url, 'GET', '/health')).status).toBe(200)
  })

  test('is played by our client, with the token in the address or beside it', async () => {
    const inAddress = server.url.replace('http://', `http://user:${TOKEN}@`)
    for (const client of [
      await connectClient(inAddress),
      await connectClient(server.url, { token: TOKEN }),
    ]) {
      expect((await client.reset()).done).toBe(false)
      await client.close()
    }
    await expect(connectClient(server.url)).rejects.toThrow('status 401')
  })
})

describe('a page of another site', () => {
  test.each<[what: string, headers: Record<string, string>, status: number]>([
    ['of another site', { origin: 'https://elsewhere.example' }, 403],
    ['of no site', { origin: 'null' }, 403],
    [
      'of a site behind which this server is',
      {
        origin: 'https://env.example',
        'x-forwarded-host': 'env.example',
      },
      200,
    ],
  ])('%s may speak to the server or not', async (_, headers, status) => {
    const authorized = { ...headers, authorization: `Bearer ${TOKEN}` }
    expect((await ask(server.url, 'POST', '/reset', '{}', authorized)).status).toBe(status)
    const upgrading = connect(socketUrl(), { headers: authorized })
    if (status === 403) await expect(upgrading).rejects.toThrow('403')
    else await (await upgrading).leave()
  })
})

describe('limits', () => {
  test('of sessions hold for each address', async () => {
    const small = await serve(bundle, { maxSessions: 9, perPeer: 1 })
    await small.socket()
    const second = await small.socket()
    expect(JSON.parse(await second.next()).data).toMatchObject({
      code: 'CAPACITY_REACHED',
      active_sessions: 1,
      max_sessions: 1,
    })
    await small.close()
  })

  test('of the rate: HTTP is told to come again, messages wait, and all of them are answered', async () => {
    const slow = await serve(bundle, { rate: 20 })
    const socket = await slow.socket()
    for (let index = 0; index < 30; index += 1) socket.send({ type: 'state' })
    for (let index = 0; index < 30; index += 1) expect(JSON.parse(await socket.next()).type).toBe('state')
    const statuses = new Set<number>()
    while (!statuses.has(429)) {
      const reply = await ask(slow.url, 'GET', '/tasks')
      statuses.add(reply.status)
      if (reply.status === 429) expect(reply.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    }
    expect([...statuses].every((status) => status === 200 || status === 429)).toBe(true)
    await slow.close()
  })
})

test('every answer says that it is for nobody else, and what it is', async () => {
  const open = await serve(bundle)
  for (const [method, path] of [
    ['GET', '/health'],
    ['GET', '/docs'],
    ['POST', '/reset'],
    ['POST', '/mcp'],
    ['GET', '/none'],
    ['PUT', '/reset'],
  ] as const) {
    const { headers } = await ask(open.url, method, path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
  await open.close()
})

test('an author’s desk answers to names of this machine alone', async () => {
  const desk = await serve(bundle, { desk: 'author' })
  const { port } = new URL(desk.url)
  const asked = async (host: string) => {
    const heard = await speakTcp(
      desk.url,
      `GET /health HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
    )
    return Number(heard.split(' ')[1])
  }
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, '127.3.4.5'])
    expect(await asked(host)).toBe(200)
  for (const host of [`rebound.example:${port}`, '127.0.0.1.example', '10.0.0.1', `evil.localhost:${port}`])
    expect(await asked(host)).toBe(403)
  await desk.close()
})

test('/metrics counts what was answered, by route, and the sessions', async () => {
  const open = await serve(bundle, { maxSessions: 1 })
  await ask(open.url, 'GET', '/tasks/order-search')
  await ask(open.url, 'GET', '/tasks/none')
  const socket = await open.socket()
  await socket.ask({ type: 'state' })
  const refused = await open.socket()
  await refused.next()
  const { headers, text } = await ask(open.url, 'GET', '/metrics')
  expect(headers.get('content-type')).toMatch(/^text\/plain/)
  for (const line of [
    'reviewgym_http_requests_total{route="/tasks/*",method="GET",status="200"} 1',
    'reviewgym_http_requests_total{route="/tasks/*",method="GET",status="404"} 1',
    'reviewgym_message_seconds_count{socket="ws"} 1',
    'reviewgym_refused_total{reason="capacity"} 1',
    'reviewgym_sessions 1',
    'reviewgym_sessions_most 1',
  ])
    expect(text.split('\n')).toContain(line)
  await open.close()
})

test('what is logged is a line of JSON each, and has neither token nor name of a session', async () => {
  const lines: string[] = []
  const logged = await serve(bundle, {
    token: TOKEN,
    log: createLog('debug', (text) => void lines.push(text)),
  })
  const headers = { authorization: `Bearer ${TOKEN}`, 'x-session-id': 'new' }
  const reply = await ask(logged.url, 'POST', '/reset?password=hunter2', '{}', headers)
  await ask(logged.url, 'GET', '/state', undefined, {
    ...headers,
    'x-session-id': reply.headers.get('x-session-id') ?? '',
  })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'debug', msg: 'request', route: '/reset', method: 'POST', status: 200 },
    { level: 'debug', msg: 'request', route: '/state', method: 'GET', status: 200 },
  ])
  for (const secret of [TOKEN, reply.headers.get('x-session-id') ?? '', 'hunter2'])
    expect(lines.join('')).not.toContain(secret)
  await logged.close()
})
