import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Later } from '../../core/later.ts'
import type { DoorOptions, Doors } from './doors.ts'
import type { Entrance } from './entrance.ts'
import { createGuard } from './guard.ts'
import { answerHealth } from './health.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { Rate } from './rate.ts'
import type { Service } from './service.ts'
import type { Tongue } from './socket.ts'

/** After so long a silence the system asks whether the other side is still there. */
const KEEP_ALIVE_MS = 60_000

export interface ListenOptions extends Omit<DoorOptions, keyof Entrance> {
  readonly host: string
  readonly port: number
  /** What visitors must bring, or null where anybody may come in. */
  readonly token: string | null
  readonly log: Log
  /** Requests and messages a second that one address may send, or null for any number. */
  readonly rate: number | null
}

export interface Listening {
  readonly url: string
  readonly port: number
  sessions(): number
  /** Loads what `/health` can do without, so that nobody waits for it. */
  warm(): Promise<unknown>
  close(): Promise<void>
}

const tongues: Readonly<Record<string, Tongue>> = { '/ws': 'ws', '/mcp': 'mcp' }

/**
 * Serves a bundle over HTTP and WebSocket until closed. Rejects when the address cannot be had. Until somebody comes to
 * play, or it is warmed, it knows no more than to say that it is healthy.
 */
export async function listen(service: Service, options: ListenOptions): Promise<Listening> {
  let sessions = () => 0
  const metrics = createMetrics(() => sessions(), options.capacity.sessions)
  const guard = createGuard(options.token, service.desk)
  const entrance: Entrance = { guard, rate: new Rate(options.rate), metrics, log: options.log }
  let isOpen = false
  const doors = new Later(async () => {
    const { openDoors } = await import('./doors.ts')
    const opened = openDoors(service, { ...options, ...entrance })
    sessions = opened.sessions
    isOpen = true
    return opened
  })
  /** Leads a visitor in as soon as the doors are open, which this brings about. */
  const enter = (lead: (opened: Doors) => void, visitor: { destroy(): void }) => {
    doors.use(lead)
    doors.load().catch((error: unknown) => {
      service.report(error)
      visitor.destroy()
    })
  }
  const server = createServer((request, response) => {
    if (isOpen || !answerHealth(entrance, request, response))
      enter((opened) => {
        // Whoever has hung up meanwhile asks for nothing.
        if (!request.destroyed) opened.request(request, response)
      }, response)
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', endSocket)
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
    enter((opened) => opened.upgrade({ request, socket, head, tongue, sessionId }), socket)
  })
  // The others ask at once.
  if (options.exchange) await doors.load()
  const port = await portOf(server, options)
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    port,
    sessions: () => sessions(),
    warm: () => Promise.all([doors.load(), metrics.warm()]),
    close: async () => (await doors.load()).close(server),
  }
}

/** Stays with its socket, and so does all that it sees: were it written in the place where it is used, each socket would keep its request. */
function endSocket(this: Duplex): void {
  this.destroy()
}

/** The port at which a server listens from now on. */
function portOf(server: Server, { host, port }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      // The name of a pipe is only told of one.
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
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
