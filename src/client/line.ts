import { WebSocket } from 'ws'

/** The connection broke, or no answer came in time: what was asked may or may not have been played. */
export class LineLost extends Error {}

/** One connection: a message at a time, and the next frame is its answer. */
export interface Line {
  /** The session that the server gave it. */
  readonly session: string
  ask(message: object): Promise<string>
  /** Says goodbye, and waits until the other side has gone. */
  leave(): Promise<void>
  /** Is gone without a word. */
  drop(): void
}

export interface LineOptions {
  /** The session to come back to. */
  readonly sessionId: string | null
  readonly timeout: number
  readonly token: string | undefined
}

/** Observations are tens of kilobytes; nothing that a server says comes near this. */
const MAX_FRAME_BYTES = 100 * 1024 * 1024
/** How long a server may take to say goodbye. */
const GOODBYE_MS = 2000

/** Opens a connection. Rejects with what the server answered, or with {@link LineLost} where nobody did. */
export function openLine(address: URL, { sessionId, timeout, token }: LineOptions): Promise<Line> {
  const url = new URL(address)
  if (sessionId !== null) url.searchParams.set('session_id', sessionId)
  const socket = new WebSocket(url, {
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handshakeTimeout: timeout,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  })
  let session = ''
  let waiting: { take(frame: string): void; fail(error: Error): void } | null = null
  /** What came before it was asked for: an error of the server, which is the answer to whatever is asked. */
  let early: string | null = null
  const lose = (reason: string) => {
    waiting?.fail(new LineLost(reason))
    waiting = null
  }
  socket.on('message', (message) => {
    if (waiting) waiting.take(String(message))
    else early = String(message)
    waiting = null
  })
  socket.on('close', (code) => lose(`The connection was closed (${code})`))
  const line: Line = {
    get session() {
      return session
    },
    ask(message) {
      if (early !== null) return Promise.resolve(early)
      if (socket.readyState !== WebSocket.OPEN)
        return Promise.reject(new LineLost('The connection is closed'))
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => lose(`No answer within ${timeout} ms`), timeout)
        waiting = {
          take(frame) {
            clearTimeout(timer)
            resolve(frame)
          },
          fail(error) {
            clearTimeout(timer)
            reject(error)
          },
        }
        socket.send(JSON.stringify(message))
      })
    },
    leave() {
      if (socket.readyState === WebSocket.CLOSED) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(() => socket.terminate(), GOODBYE_MS)
        socket.on('close', () => {
          clearTimeout(timer)
          resolve()
        })
        if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"close"}')
      })
    },
    drop: () => socket.terminate(),
  }
  return new Promise((resolve, reject) => {
    socket.on('upgrade', ({ headers }) => {
      session = String(headers['x-session-id'] ?? '')
    })
    socket.on('unexpected-response', (_, { statusCode }) => {
      socket.terminate()
      reject(new Error(`The server refuses the connection with status ${statusCode}`))
    })
    socket.on('error', (error) => reject(new LineLost(error.message)))
    socket.on('open', () => resolve(line))
  })
}
