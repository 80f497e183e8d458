import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { defaultPolicies } from '../../src/model/policy.ts'
import { createGuard } from '../../src/runtime/server/guard.ts'
import { silentLog } from '../../src/runtime/server/log.ts'
import { createMetrics } from '../../src/runtime/server/metrics.ts'
import { type Attachment, createPlaces, type Place } from '../../src/runtime/server/places.ts'
import { Rate } from '../../src/runtime/server/rate.ts'
import type { Service } from '../../src/runtime/server/service.ts'
import { createSlots } from '../../src/runtime/server/slots.ts'
import { createSpeaker } from '../../src/runtime/server/socket.ts'
import { compiledPair } from '../support/corpus.ts'
import { builtSandbox } from '../support/pool.ts'

const SECOND = 1000
const capacity = { sessions: 2, perPeer: 2 }

let service: Service
let ids = 0
beforeAll(async () => {
  const { bundle } = await compiledPair()
  service = {
    bundle,
    policies: defaultPolicies,
    desk: 'agent',
    sandbox: builtSandbox(),
    drawSeed: () => 1,
    newId() {
      ids += 1
      return `session-${ids}`
    },
    report(error) {
      throw error
    },
  }
})

function places() {
  return createPlaces(service, createSlots(capacity), { idle: 900 * SECOND, newId: service.newId })
}

const socket = (): Attachment => ({ isAlive: async () => true, evict() {} })

describe('how long sessions are kept', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  async function lost() {
    const all = places()
    const attachment = socket()
    const place = (await all.open('socket', 'peer', attachment)) as Place
    await place.session.reset({})
    place.detach(attachment, 'lost')
    expect(all.active).toBe(0)
    return { all, place }
  }

  test('one whose socket was lost is there for 60 seconds', async () => {
    const { all, place } = await lost()
    await vi.advanceTimersByTimeAsync(59 * SECOND)
    expect(await all.attach(place.id, 'peer', socket())).toMatchObject({ id: place.id })
    expect(all.active).toBe(1)
  })

  test('and no longer', async () => {
    const { all, place } = await lost()
    await vi.advanceTimersByTimeAsync(61 * SECOND)
    expect(await all.attach(place.id, 'peer', socket())).toBe('unknown')
  })

  test('a named one lives for as long as somebody asks it something every 15 minutes', async () => {
    const all = places()
    const place = (await all.open('named', 'peer', null)) as Place
    for (let round = 0; round < 3; round += 1) {
      await vi.advanceTimersByTimeAsync(899 * SECOND)
      expect(all.find(place.id)).not.toBeNull()
      place.touch()
    }
    await vi.advanceTimersByTimeAsync(901 * SECOND)
    expect(all.find(place.id)).toBeNull()
    expect(all.active).toBe(0)
  })
})

test('a socket is asked for a sign of life, and given up after ten minutes without one', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { autoPong: false })
  const [connected] = (await once(server, 'connection')) as [WebSocket]
  await once(client, 'open')
  let now = 0
  const entrance = {
    guard: createGuard(null, 'agent'),
    rate: new Rate(null),
    metrics: createMetrics(() => 0, 2),
    log: silentLog,
  }
  const all = places()
  const speaker = createSpeaker({ service, places: all }, connected, {
    tongue: 'ws',
    peer: 'peer',
    entrance,
    now: () => now,
  })
  speaker.welcome((await all.open('socket', 'peer', speaker.attachment)) as Place)
  const asked = once(client, 'ping')
  now = 30 * SECOND
  speaker.ping(now)
  await asked
  client.pong()
  await once(connected, 'pong')
  speaker.ping(now + 599 * SECOND)
  expect(connected.readyState).toBe(WebSocket.OPEN)
  speaker.ping(now + 601 * SECOND)
  const [code] = await once(client, 'close')
  expect(code).toBe(1006)
  await expect.poll(() => all.active).toBe(0)
})
