import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import type { Log } from '../../src/runtime/server/log.ts'
import { compiledPair } from '../support/corpus.ts'
import { ask, serve, speakTcp } from './serving.ts'

let bundle: OpenBundle
beforeAll(async () => {
  ;({ bundle } = await compiledPair())
})

const TOKEN = 'sixteen-letters-or-more'
const line = (text: string) => `${text}\r\nConnection: close\r\n`
const get = line('GET /health HTTP/1.1')

describe('somebody who asks before the routes are loaded hears what is heard afterwards:', () => {
  test.each<[string, string, Parameters<typeof serve>[1]?]>([
    ['as most do', `${get}Host: 127.0.0.1:8000\r\n\r\n`],
    ['by a name', `${get}Host: reviewgym.svc-1.local\r\n\r\n`],
    ['as old clients do', 'GET /health HTTP/1.0\r\n\r\n'],
    ['as old clients do, with a host', 'GET /health HTTP/1.0\r\nHost: x\r\n\r\n'],
    ['with headers', `${get}Host: x\r\nAccept-Encoding: gzip\r\nUser-Agent: curl/8\r\n\r\n`],
    ['with a query', `${line('GET /health?a=1 HTTP/1.1')}Host: x\r\n\r\n`],
    ['with a whole address', `${line('GET http://y/health HTTP/1.1')}Host: x\r\n\r\n`],
    ['with a body', `${get}Host: x\r\nContent-Length: 3\r\n\r\nabc`],
    ['with a body in chunks', `${get}Host: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`],
    ['with a body that is too large', `${get}Host: x\r\nContent-Length: 99999999\r\n\r\n`],
    ['without a host', `${get}\r\n`],
    ['with an empty host', `${get}Host: \r\n\r\n`],
    ['with a host that is none', `${get}Host: a b\r\n\r\n`],
    ['with a host that is nearly an address', `${get}Host: 1.2.3.999\r\n\r\n`],
    ['with a port that is none', `${get}Host: x:99999\r\n\r\n`],
    ['with a host in capitals', `${get}Host: X\r\n\r\n`],
    ['from another site', `${get}Host: x\r\nOrigin: http://y\r\n\r\n`],
    ['from its own site', `${get}Host: x\r\nOrigin: http://x\r\n\r\n`],
    ['by another method', `${line('HEAD /health HTTP/1.1')}Host: x\r\n\r\n`],
    ['for something else', `${line('GET /config HTTP/1.1')}Host: x\r\n\r\n`],
    ['for nothing that is here', `${line('GET /nothing HTTP/1.1')}Host: x\r\n\r\n`],
    ['at an author’s desk', `${get}Host: localhost:1\r\n\r\n`, { desk: 'author' }],
    ['at an author’s desk, as a stranger', `${get}Host: x\r\n\r\n`, { desk: 'author' }],
    ['without the token', `${get}Host: x\r\n\r\n`, { token: TOKEN }],
    [
      'for something else without the token',
      `${line('GET /config HTTP/1.1')}Host: x\r\n\r\n`,
      { token: TOKEN },
    ],
  ])('%s', async (_, bytes, options = {}) => {
    const server = await serve(bundle, options)
    const asked = async () => (await speakTcp(server.url, bytes)).replace(/^Date: .*$/m, 'Date')
    const first = await asked()
    // It needs the routes.
    expect((await ask(server.url, 'POST', '/reset', '{}')).status).toBe(options.token ? 401 : 200)
    expect(first).toBe(await asked())
    await server.close()
  })
})

test('what is answered before the routes are loaded is counted and logged as all else, and held to the rate', async () => {
  const said: object[] = []
  const log: Log = { debug: (facts) => void said.push(facts), info() {}, warn() {}, error() {} }
  const server = await serve(bundle, { log, rate: 1 })
  expect((await ask(server.url, 'GET', '/health')).status).toBe(200)
  expect((await ask(server.url, 'GET', '/health')).status).toBe(200)
  expect((await ask(server.url, 'GET', '/health')).status).toBe(429)
  const facts = { route: '/health', method: 'GET', seconds: expect.any(Number) }
  expect(said).toEqual([200, 200, 429].map((status) => ({ ...facts, status })))
  await server.close()
  const open = await serve(bundle)
  await ask(open.url, 'GET', '/health')
  const { text } = await ask(open.url, 'GET', '/metrics')
  expect(text).toMatch(/reviewgym_http_requests_total\{[^}]*route="\/health"[^}]*\} 1\n/)
  await open.close()
})
