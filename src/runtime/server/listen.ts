import type { IncomingMessage, Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { WebSocket, WebSocketServer } from 'ws'
import { Later } from '../../core/later.ts'
import { createSharedSlots, spreadPlaces } from './distant-places.ts'
import type { Entrance } from './entrance.ts'
import { type Exchange, ownedId } from './exchange.ts'
import { createGuard } from './guard.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createPlaces, type Places } from './places.ts'
import type { Snapshot } from './prometheus.ts'
import { Rate } from './rate.ts'
import { createRoutes, type RouteOptions } from './routes.ts'
import type { Service } from './service.ts'
import { createSlots } from './slots.ts'
import { createSpeaker, PING_MS, type Speaker, type Tongue } from './socket.ts'

/** OpenEnv's servers take frames of up to 16 MiB; a larger one closes its socket with 1009. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024
/** After so long a silence the system asks whether the other side is still there. */
const KEEP_ALIVE_MS = 60_000
/** How long running steps have to come to their end once the server is asked to stop. */
const DRAIN_MS = 8000

export interface ListenOptions extends Omit<RouteOptions, keyof Entrance | 'otherMetrics'> {
  readonly host: string
  readonly port: number
  /** What visitors must bring, or null where anybody may come in. */
  readonly token: string | null
  /** Requests and messages a second that one address may send, or null for any number. */
  readonly rate: number | null
  readonly log: Log
  /** The line to the processes that serve with this one; null where it serves alone. */
  readonly exchange: Exchange | null
}

export interface Listening {
  readonly url: string
  readonly port: number
  sessions(): number
  /** Loads what is only needed for sockets and metrics, so that nobody waits for it. */
  warm(): Promise<unknown>
  close(): Promise<void>
}

const tongues: Readonly<Record<string, Tongue>> = { '/ws': 'ws', '/mcp': 'mcp' }

/** Serves a bundle over HTTP and WebSocket until closed. Rejects when the address cannot be had. */
export function listen(service: Service, options: ListenOptions): Promise<Listening> {
  const { exchange } = options
  const slots = exchange ? createSharedSlots(exchange) : createSlots(options.capacity)
  const own = createPlaces(service, slots, {
    idle: options.idle,
    newId: () => (exchange ? ownedId(service.newId(), exchange.self) : service.newId()),
  })
  const metrics = createMetrics(() => own.active, options.capacity.sessions)
  const places = exchange ? spreadPlaces(own, exchange, () => metrics.snapshot()) : own
  const desk = { service, places }
  const entrance: Entrance = {
    guard: createGuard(options.token, service.desk),
    rate: new Rate(options.rate),
    metrics,
    log: options.log,
  }
  const routes = createRoutes(desk, {
    ...options,
    ...entrance,
    otherMetrics: () => (exchange ? metricsOfOthers(exchange) : Promise.resolve([])),
  })
  const speakers = new Set<Speaker>()
  const sockets = new Later(() =>
    createSocketServer(
      places,
      service,
      () => entrance.metrics.refused('capacity'),
      (client, { tongue, peer }) => {
        const speaker = createSpeaker(desk, client, { tongue, peer, entrance, now: () => performance.now() })
        speakers.add(speaker)
        client.on('close', () => speakers.delete(speaker))
        return speaker
      },
    ),
  )
  const pings = setInterval(() => {
    for (const speaker of speakers) speaker.ping(performance.now())
  }, PING_MS)
  // The sockets keep the process alive, not the clock.
  pings.unref()
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: routes.fetch, hostname: options.host, port: options.port }, ({ port }) => {
      const host = options.host.includes(':') ? `[${options.host}]` : options.host
      resolve({
        url: `http://${host}:${port}`,
        port,
        sessions: () => places.active,
        warm: () => Promise.all([sockets.load(), metrics.warm()]),
        async close() {
          clearInterval(pings)
          const { server: open } = await sockets.load()
          await closeAll(server as Server, open, speakers)
          places.close()
        },
      })
    }) as Server
    server.on('error', (error) => {
      clearInterval(pings)
      reject(error)
    })
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      request.socket.setKeepAlive(true, KEEP_ALIVE_MS)
      const [pathname = '', query] = (request.url ?? '').split('?')
      const tongue = Object.hasOwn(tongues, pathname) ? tongues[pathname] : undefined
      const refusal = refuseUpgrade(entrance, request, pathname)
      if (refusal !== null || !tongue || !server.listening) {
        socket.once('finish', () => socket.destroy())
        socket.end(refusal ?? 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      const sessionId = new URLSearchParams(query).get('session_id')
      sockets.use(({ upgrade }) => upgrade({ request, socket, head, tongue, sessionId }))
      sockets.load().catch((error: unknown) => {
        service.report(error)
        socket.destroy()
      })
    })
  })
}

/** Those that do not answer have nothing to tell. */
async function metricsOfOthers(exchange: Exchange): Promise<readonly Snapshot[]> {
  const others = (await exchange.workers()).filter((worker) => worker !== exchange.self)
  const told = others.map((worker) => exchange.ask(worker, { about: 'metrics' }) as Promise<Snapshot>)
  const answers = await Promise.allSettled(told)
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
}

/** What a visitor is told that may not come in, or comes too often; null where it may. */
function refuseUpgrade(
  { guard, rate, metrics }: Entrance,
  { headers, socket }: IncomingMessage,
  pathname: string,
): string | null {
  const refusal = guard(pathname, (name) => headers[name]?.toString())
  if (refusal) {
    metrics.refused('token')
    const told = Object.entries(refusal.headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return `HTTP/1.1 ${refusal.status} Refused\r\n${told.join('')}Connection: close\r\nContent-Length: 0\r\n\r\n`
  }
  const early = rate.early(socket.remoteAddress ?? '', performance.now())
  if (early === 0) return null
  metrics.refused('rate')
  return `HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${Math.ceil(early / 1000)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
}

type UpgradeArguments = Parameters<WebSocketServer['handleUpgrade']>

interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: UpgradeArguments[1]
  readonly head: UpgradeArguments[2]
  readonly tongue: Tongue
  /** The session that the client names. */
  readonly sessionId: string | null
}

/** Turns upgrades into sockets with a session. The reply to the upgrade carries the name of the session. */
async function createSocketServer(
  places: Places,
  { report }: Service,
  refused: () => void,
  speak: (client: WebSocket, about: { readonly tongue: Tongue; readonly peer: string }) => Speaker,
) {
  const { WebSocketServer } = await import('ws')
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
