import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type WebSocket, WebSocketServer } from 'ws'
import { createSharedSlots, spreadPlaces } from './distant-places.ts'
import { type Exchange, ownedId } from './exchange.ts'
import { noAddress } from './http.ts'
import { createPlaces, type Places } from './places.ts'
import type { Snapshot } from './prometheus.ts'
import { createRoutes, type RouteOptions } from './routes.ts'
import type { Service } from './service.ts'
import { createSlots } from './slots.ts'
import { createSpeaker, PING_MS, type Speaker, type Tongue } from './socket.ts'

/** OpenEnv's servers take frames of up to 16 MiB; a larger one closes its socket with 1009. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024
/** How long running steps have to come to their end once the server is asked to stop. */
const DRAIN_MS = 8000

export interface DoorOptions extends Omit<RouteOptions, 'otherMetrics'> {
  readonly host: string
  /** The line to the processes that serve with this one; null where it serves alone. */
  readonly exchange: Exchange | null
}

/** Where visitors are played with, once they are let in. */
export interface Doors {
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(upgrade: Upgrade): void
  sessions(): number
  /** Ends the server and all sessions. */
  close(server: Server): Promise<void>
}

/** Opens the doors through which episodes are played: HTTP's routes, and sockets. */
export function openDoors(service: Service, options: DoorOptions): Doors {
  const { exchange, metrics } = options
  const slots = exchange ? createSharedSlots(exchange) : createSlots(options.capacity)
  const own = createPlaces(service, slots, {
    idle: options.idle,
    newId: () => (exchange ? ownedId(service.newId(), exchange.self) : service.newId()),
  })
  const places = exchange ? spreadPlaces(own, exchange, () => metrics.snapshot()) : own
  const desk = { service, places }
  const routes = createRoutes(desk, {
    ...options,
    otherMetrics: () => (exchange ? metricsOfOthers(exchange) : Promise.resolve([])),
  })
  const speakers = new Set<Speaker>()
  const sockets = createSocketServer(
    places,
    service,
    () => metrics.refused('capacity'),
    (client, { tongue, peer }) => {
      const about = { tongue, peer, entrance: options, now: () => performance.now() }
      const speaker = createSpeaker(desk, client, about)
      speakers.add(speaker)
      client.on('close', () => speakers.delete(speaker))
      return speaker
    },
  )
  const pings = setInterval(() => {
    for (const speaker of speakers) speaker.ping(performance.now())
  }, PING_MS)
  // The sockets keep the process alive, not the clock.
  pings.unref()
  // What the routes fail at they answer themselves; the rest is requests of which the adapter can make none.
  const answer = getRequestListener(routes.fetch, { hostname: options.host, errorHandler: noAddress })
  return {
    request: (request, response) => void answer(request, response),
    upgrade: sockets.upgrade,
    sessions: () => own.active,
    async close(server) {
      clearInterval(pings)
      await closeAll(server, sockets.server, speakers)
      places.close()
    },
  }
}

/** Those that do not answer have nothing to tell. */
async function metricsOfOthers(exchange: Exchange): Promise<readonly Snapshot[]> {
  const others = (await exchange.workers()).filter((worker) => worker !== exchange.self)
  const told = others.map((worker) => exchange.ask(worker, { about: 'metrics' }) as Promise<Snapshot>)
  const answers = await Promise.allSettled(told)
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
}

type UpgradeArguments = Parameters<WebSocketServer['handleUpgrade']>

/** Somebody who wants a socket, and may have one. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: UpgradeArguments[1]
  readonly head: UpgradeArguments[2]
  readonly tongue: Tongue
  /** The session that the client names. */
  readonly sessionId: string | null
}

/** Turns upgrades into sockets with a session. The reply to the upgrade carries the name of the session. */
function createSocketServer(
  places: Places,
  { report }: Service,
  refused: () => void,
  speak: (client: WebSocket, about: { readonly tongue: Tongue; readonly peer: string }) => Speaker,
) {
  const ids = new WeakMap<IncomingMessage, string>()
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // MCP's clients ask for a protocol of this name, and leave where nobody speaks it.
    handleProtocols: (asked) => (asked.has('mcp') ? 'mcp' : false),
  })
  server.on('headers', (headers, request) => void headers.push(`X-Session-Id: ${ids.get(request)}`))
  return {
    server,
    upgrade({ request, socket, head, tongue, sessionId }: Upgrade) {
      const id = sessionId || places.newId()
      // A name with a line break in it would end the header; it is nobody's.
      ids.set(request, encodeURIComponent(id))
      const peer = request.socket.remoteAddress ?? ''
      server.handleUpgrade(request, socket, head, (client) => {
        const speaker = speak(client, { tongue, peer })
        const found = sessionId
          ? places.attach(id, peer, speaker.attachment)
          : places.open('socket', peer, speaker.attachment, id)
        found.then(
          (place) => {
            if (place === 'unknown') speaker.refuse(`Unknown session_id: ${id.slice(0, 100)}`)
            else if (place === 'attached') speaker.refuse(`Session ${id} already has an attached WebSocket`)
            else if ('session' in place) speaker.welcome(place)
            else {
              refused()
              speaker.refuse(place)
            }
          },
          (error: unknown) => {
            report(error)
            client.close(1011)
          },
        )
      })
    },
  }
}

/** Nobody new comes in; what is being answered is answered if it does not take too long; all sockets close. */
async function closeAll(
  server: Server,
  sockets: WebSocketServer,
  speakers: ReadonlySet<Speaker>,
): Promise<void> {
  const gone = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    for (const client of sockets.clients) client.terminate()
    server.closeAllConnections()
  }, DRAIN_MS)
  const finished = Promise.all([...speakers].map((speaker) => speaker.finish()))
  finished.then(() => {
    // Those who neither read nor close have had their time too.
    setTimeout(() => {
      for (const client of sockets.clients) client.terminate()
    }, 2000).unref()
  })
  await gone
  clearTimeout(timer)
}
