import { once } from 'node:events'
import { connect as connectTcp, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { ConnectionError, connect, ServerError } from '../../src/client/client.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { type Serving, serve, until } from './serving.ts'

let bundle: OpenBundle
let server: Serving
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
  server = await serve(bundle)
})
afterAll(() => server.close())

const place = { task_id: 'order-search', row: 1, episode_id: 'one' }
const hint = { operation: 'request_hint' } as const

/** A wire between client and server that can be cut, led elsewhere, or made to swallow what the server says. */
async function wireTo(target: Serving) {
  let serving = target
  let isDeaf = false
  let swallowed = 0
  const pairs = new Set<Socket>()
  const wire = createServer((near) => {
    const far = connectTcp(Number(new URL(serving.url).port), '127.0.0.1')
    for (const socket of [near, far]) {
      pairs.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (part) => {
      if (isDeaf) swallowed += part.length
      else near.write(part)
    })
  }).listen(0, '127.0.0.1')
  await once(wire, 'listening')
  const cut = () => {
    for (const socket of pairs) socket.destroy()
    pairs.clear()
    isDeaf = false
  }
  onTestFinished(() => {
    cut()
    wire.close()
  })
  return {
    url: `http://127.0.0.1:${(wire.address() as { port: number }).port}`,
    cut,
    swallow() {
      isDeaf = true
      swallowed = 0
    },
    swallowed: () => swallowed,
    leadTo(other: Serving) {
      serving = other
      cut()
    },
  }
}

test('plays an episode whose rewards add up, and leaves nothing behind', async () => {
  const own = await serve(bundle)
  const client = await connect(own.url)
  expect(await client.state()).toMatchObject({ episode_id: null })
  const first = await client.reset(place)
  expect(first).toMatchObject({ observation: { task_id: 'order-search', row: 1 }, reward: null, done: false })
  const turns = [await client.step(hint), await client.step({ operation: 'finalize' })]
  const sum = turns.reduce((total, { reward }) => total + (reward ?? Number.NaN), 0)
  expect(turns.at(-1)).toMatchObject({ done: true, observation: { score: sum } })
  expect(await client.state()).toMatchObject({ episode_id: 'one', step_count: 2, score: sum })
  await client.close()
  await until(() => own.sessions() === 0)
  await expect(client.state()).rejects.toThrow('The client is closed')
  await own.close()
})

test('what was asked at once is answered in order', async () => {
  const client = await connect(server.url)
  const turns = await Promise.all([client.reset(place), client.step(hint), client.step(hint)])
  expect(turns.map(({ observation }) => observation.step)).toEqual([0, 1, 2])
  await client.close()
})

test('a wire that was cut is no loss: the episode goes on', async () => {
  const wire = await wireTo(server)
  const client = await connect(wire.url)
  await client.reset(place)
  for (let step = 1; step <= 3; step += 1) {
    wire.cut()
    expect((await client.step(hint)).observation.step).toBe(step)
  }
  wire.cut()
  expect(await client.state()).toMatchObject({ episode_id: 'one', step_count: 3 })
  await client.close()
})

test('a step whose answer was lost is not played twice', async () => {
  const wire = await wireTo(server)
  const client = await connect(wire.url)
  await client.reset(place)
  wire.swallow()
  const stepping = client.step(hint)
  await until(() => wire.swallowed() > 0)
  wire.cut()
  expect((await stepping).observation).toMatchObject({ step: 1, hints_left: 2 })
  expect(await client.state()).toMatchObject({ step_count: 1 })
  await client.close()
})

test('an episode that is gone is told as such; a reset begins another one', async () => {
  const other = await serve(bundle)
  const wire = await wireTo(server)
  const client = await connect(wire.url)
  await client.reset(place)
  wire.leadTo(other)
  const refusal = await client.step(hint).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ServerError)
  expect(refusal).toMatchObject({ code: 'SESSION_ERROR' })
  expect((await client.reset(place)).observation.step).toBe(0)
  expect((await client.step(hint)).observation.step).toBe(1)
  await client.close()
  await other.close()
})

test('errors of the server are told with their code, and the episode goes on', async () => {
  const client = await connect(server.url)
  await expect(client.reset({ task_id: 'order-serch' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    message: 'Invalid message: task_id: Unknown task `order-serch`. Did you mean `order-search`?',
  })
  await client.reset(place)
  expect((await client.step(hint)).observation.step).toBe(1)
  await client.close()
})

test('51: a server without room says so', async () => {
  const small = await serve(bundle, { maxSessions: 1 })
  const first = await connect(small.url)
  await first.reset(place)
  const second = await connect(small.url)
  await expect(second.reset(place)).rejects.toMatchObject({ code: 'CAPACITY_REACHED' })
  await first.close()
  await small.close()
})

test('a server that says nothing is given up', async () => {
  const wire = await wireTo(server)
  const client = await connect(wire.url, { timeout: 300, patience: 0 })
  wire.swallow()
  await expect(client.reset(place)).rejects.toBeInstanceOf(ConnectionError)
  await client.close()
})

test('a server that is not there is told at once', async () => {
  const gone = await serve(bundle)
  await gone.close()
  await expect(connect(gone.url)).rejects.toThrow('ECONNREFUSED')
})
