import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { Answers } from './answers.ts'
import { answerFrame, errorFrame } from './frames.ts'
import { createRoutes, type Metadata } from './routes.ts'
import { createSession, type Service } from './session.ts'

/** OpenEnv's servers take frames of up to 16 MiB; a larger one closes its socket with 1009. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024
/** How long a socket that found no room may stay to hear about it. */
const REFUSAL_GRACE_MS = 10_000
/** A client that asks without reading is listened to again once it has read. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024
/** After so long a silence the system asks whether the other side is still there. */
const KEEP_ALIVE_MS = 60_000

export interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly maxSessions: number
  readonly metadata: Metadata
}

export interface Listening {
  readonly url: string
  readonly port: number
  sessions(): number
  close(): Promise<void>
}

/** Serves a bundle over HTTP and WebSocket until closed. Rejects when the address cannot be had. */
export function listen(service: Service, options: ListenOptions): Promise<Listening> {
  const routes = createRoutes(service, options.metadata)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  })
  const open = new Set<WebSocket>()
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: routes.fetch, hostname: options.host, port: options.port }, ({ port }) => {
      const host = options.host.includes(':') ? `[${options.host}]` : options.host
      resolve({
        url: `http://${host}:${port}`,
        port,
        sessions: () => open.size,
        close: () => closeAll(server as Server, sockets),
      })
    }) as Server
    server.on('error', reject)
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      request.socket.setKeepAlive(true, KEEP_ALIVE_MS)
      if (request.url?.split('?')[0] !== '/ws') {
        socket.once('finish', () => socket.destroy())
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      sockets.handleUpgrade(request, socket, head, (client) => {
        if (open.size >= options.maxSessions) refuse(client, open.size, options.maxSessions)
        else attach(service, client, open)
      })
    })
  })
}

function attach(service: Service, client: WebSocket, open: Set<WebSocket>): void {
  const session = createSession(service)
  const answers = new Answers({
    answer: (text) => answerFrame(session, text),
    send(reply) {
      if (reply !== 'close') return sendPaced(client, reply.frame)
      leave()
      client.close(1000)
    },
    report: service.report,
    hold(state) {
      if (state === 'full') client.pause()
      else if (client.isPaused && client.bufferedAmount <= MAX_UNREAD_BYTES) client.resume()
    },
  })
  const leave = () => {
    open.delete(client)
    answers.stop()
    session.close()
  }
  open.add(client)
  client.on('close', leave)
  // What is no frame has been answered with its close code already; to terminate now would lose that.
  client.on('error', leave)
  client.on('message', (message, isBinary) => {
    if (!open.has(client)) return
    answers.take(
      isBinary ? errorFrame('VALIDATION_ERROR', 'Invalid message: send text frames') : textOf(message),
    )
  })
}

/** Sends, and stops listening as long as too much of what was sent has not been read. */
function sendPaced(client: WebSocket, frame: string): void {
  client.send(frame, () => {
    if (client.isPaused && client.bufferedAmount <= MAX_UNREAD_BYTES) client.resume()
  })
  if (client.bufferedAmount > MAX_UNREAD_BYTES) client.pause()
}

/**
 * Tells a client that there is no room. The socket closes only after the client has spoken: OpenEnv's clients send
 * before they read, and would see nothing but a closed connection.
 */
function refuse(client: WebSocket, active: number, most: number): void {
  const message = `Server at capacity: ${active}/${most} sessions active. Cannot accept new connections.`
  client.send(errorFrame('CAPACITY_REACHED', message, { active_sessions: active, max_sessions: most }).frame)
  const timer = setTimeout(() => client.close(1000), REFUSAL_GRACE_MS)
  client.on('error', () => undefined)
  client.on('close', () => clearTimeout(timer))
  client.once('message', () => client.close(1000))
}

function textOf(message: RawData): string {
  if (!Buffer.isBuffer(message)) throw new Error('ws hands messages over as one buffer unless told otherwise')
  return message.toString('utf8')
}

async function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.close(1001)
  const gone = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    for (const client of sockets.clients) client.terminate()
    server.closeAllConnections()
  }, 2000)
  await gone
  clearTimeout(timer)
}
