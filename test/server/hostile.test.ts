import { once } from 'node:events'
import { request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { ask, type Serving, serve, speakTcp, until } from './serving.ts'

let bundle: OpenBundle
let server: Serving
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle)
})
afterAll(() => server.close())

const isHealthy = async ({ url }: Serving) =>
  (await ask(url, 'GET', '/health')).text === '{"status":"healthy"}'

test.each(['/reset', '/step', '/mcp'])(
  '%s refuses a body above 16 MiB before it has read it',
  async (path) => {
    const reply = await speakTcp(
      server.url,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 16777217\r\n\r\n`,
    )
    expect(reply).toMatch(/^HTTP\/1\.1 413 .*\{"detail":"A body has at most 16777216 bytes"\}$/s)
    expect(await isHealthy(server)).toBe(true)
  },
)

test('a body above 16 MiB that does not say how long it is is refused as well', async () => {
  const answer = await new Promise((resolve, reject) => {
    const sending = request(`${server.url}/reset`, { method: 'POST' }, ({ statusCode }) =>
      resolve(statusCode),
    )
    sending.on('error', reject)
    for (let part = 0; part < 17; part += 1) sending.write('x'.repeat(2 ** 20))
    sending.end()
  })
  expect(answer).toBe(413)
})

test('15 MiB are taken', async () => {
  const body = JSON.stringify({ note: 'x'.repeat(15 * 2 ** 20) })
  expect((await ask(server.url, 'POST', '/reset', body)).status).toBe(200)
})

test.each([
  ['nested a million deep', '['.repeat(1_000_000)],
  ['of millions of values', `{"action":{"findings":[${'{},'.repeat(2_000_000)}{}]}}`],
])('a body %s is answered 422', async (_, body) => {
  for (const path of ['/reset', '/step']) {
    const { status, text } = await ask(server.url, 'POST', path, body)
    expect({ status, text }).toEqual({ status: 422, text: expect.stringContaining('json_invalid') })
  }
  expect(JSON.parse((await ask(server.url, 'POST', '/mcp', body)).text).error.code).toBe(-32700)
})

test.each([
  [
    'a client that hangs up within its body',
    'POST /reset HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"se',
  ],
  [
    'a client that hangs up within a chunk',
    'POST /mcp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"',
  ],
])('%s is nobody’s error', async (_, bytes) => {
  const { hostname, port } = new URL(server.url)
  for (let round = 0; round < 20; round += 1)
    await new Promise((resolve) => {
      const socket = connectTcp(Number(port), hostname, () => socket.write(bytes, () => socket.destroy()))
      socket.on('close', resolve)
    })
  for (let round = 0; round < 5; round += 1) expect(await isHealthy(server)).toBe(true)
  expect(server.errors).toEqual([])
})

test.each([
  ['a path of slashes', 'GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
  [
    'a whole address as its path',
    'GET http://y/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    200,
  ],
  ['nothing that HTTP knows', 'HELO there\r\n\r\n', 400],
  [
    'a chunk that is none',
    'POST /reset HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    400,
  ],
])('a request with %s does not disturb', async (_, bytes, status) => {
  expect(await speakTcp(server.url, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(await isHealthy(server)).toBe(true)
})

test.each([
  ['a host that looks like an address', 'GET /health HTTP/1.1\r\nHost: 1.2.3.999'],
  ['such a host for a body', 'POST /reset HTTP/1.1\r\nHost: 1.2.3.999\r\nContent-Length: 0'],
  ['a host that is none', 'GET /health HTTP/1.1\r\nHost: a b'],
  ['a path that is none', 'GET /\\health HTTP/1.1\r\nHost: x'],
])('%s is refused, and nobody’s error', async (_, head) => {
  const reply = await speakTcp(server.url, `${head}\r\nConnection: close\r\n\r\n`)
  expect(reply).toMatch(/^HTTP\/1\.1 400 .*\{"detail":"The host and the path make no address"\}$/s)
  expect(reply).toMatch(/^x-content-type-options: nosniff\r$/im)
  expect(server.errors).toEqual([])
})

test('17 and 36: when chance itself fails, that request alone does, and the operator hears why', async () => {
  const outage = new Error('The entropy pool is dry')
  let isDry = true
  const drawSeed = () => {
    if (isDry) throw outage
    return 1
  }
  const failing = await serve(bundle, { drawSeed })
  const socket = await failing.socket()
  expect(await ask(failing.url, 'POST', '/reset', '{}')).toMatchObject({
    status: 500,
    text: expect.stringMatching(/^\{"detail":"Internal error","id":"[0-9a-f-]{36}"\}$/),
  })
  expect(await socket.ask({ type: 'reset' })).toEqual({
    type: 'error',
    data: {
      code: 'EXECUTION_ERROR',
      message: expect.stringMatching(/^Internal error: the message had no effect \([0-9a-f-]{36}\)$/),
    },
  })
  expect(failing.errors).toEqual([outage, outage])
  isDry = false
  expect(await socket.ask({ type: 'reset' })).toMatchObject({ type: 'observation' })
  expect((await ask(failing.url, 'POST', '/reset', '{}')).status).toBe(200)
  await failing.close()
})

test('a client that asks without reading is not played on until it reads', async () => {
  let played = 0
  const drawSeed = () => {
    played += 1
    return played
  }
  const paced = await serve(bundle, { drawSeed })
  const socket = await paced.socket()
  socket.socket.pause()
  const asked = 6000
  for (let index = 0; index < asked; index += 1) socket.send({ type: 'reset' })
  await until(() => played > 0)
  for (let round = 0; round < 20; round += 1) expect(await isHealthy(paced)).toBe(true)
  expect(played).toBeLessThan(asked)
  socket.socket.resume()
  for (let index = 0; index < asked; index += 1) await socket.next()
  expect(played).toBe(asked)
  await paced.close()
})

test('a visitor that was turned away and stays on the line does not keep the server from stopping', async () => {
  const stopping = await serve(bundle)
  const { hostname, port } = new URL(stopping.url)
  const visitor = connectTcp({ host: hostname, port: Number(port), allowHalfOpen: true })
  visitor.write('GET /other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
  await once(visitor, 'data')
  await stopping.close()
  visitor.destroy()
})
