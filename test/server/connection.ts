import { WebSocket } from 'ws'

/** A frame of the server, read. */
export interface Frame {
  readonly type: string
  readonly data: Record<string, unknown>
}

/** A client of `/ws` that hides nothing: what it sends goes out as it is, and every frame is kept until it is asked for. */
export interface Connection {
  readonly socket: WebSocket
  /** Sends a message and answers the next frame. A text goes out as it is, anything else as JSON. */
  ask(message: unknown): Promise<Frame>
  send(message: unknown): void
  /** The next frame, as it came. */
  next(): Promise<string>
  /** Frames that came and were not asked for. */
  readonly unread: readonly string[]
  /** The id of its session, as the answer to the upgrade tells it. */
  readonly session: string
  /** The code with which the socket closed. */
  readonly closed: Promise<number>
  /** Closes the socket without a word, and waits until it is gone. */
  leave(): Promise<void>
}

export function connect(url: string, options: WebSocket.ClientOptions = {}): Promise<Connection> {
  const socket = new WebSocket(url, options)
  const unread: string[] = []
  const waiting: { take(frame: string): void; fail(reason: Error): void }[] = []
  socket.on('message', (message) => {
    const waiter = waiting.shift()
    if (waiter) waiter.take(String(message))
    else unread.push(String(message))
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      for (const { fail } of waiting.splice(0)) fail(new Error(`The socket closed with ${code}`))
      resolve(code)
    })
  })
  const next = () => {
    const frame = unread.shift()
    if (frame !== undefined) return Promise.resolve(frame)
    return new Promise<string>((take, fail) => waiting.push({ take, fail }))
  }
  const send = (message: unknown) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  let session = ''
  socket.on('upgrade', ({ headers }) => {
    session = String(headers['x-session-id'])
  })
  const connection: Connection = {
    socket,
    get session() {
      return session
    },
    unread,
    closed,
    next,
    send,
    async ask(message) {
      send(message)
      return JSON.parse(await next())
    },
    async leave() {
      socket.terminate()
      await closed
    },
  }
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(connection))
    socket.on('error', reject)
  })
}
