import type { RawData, WebSocket } from 'ws'
import { Answers } from './answers.ts'
import type { Entrance } from './entrance.ts'
import { answerFrame, errorFrame, type FrameReply, type SocketCaller } from './frames.ts'
import type { Attachment, Place } from './places.ts'
import { answerRpcText, type RpcDesk, rpcError } from './rpc.ts'
import { type Full, fullMessage } from './slots.ts'
import type { LateFrame } from './turn-frame.ts'

/** How long a socket that found no room may stay to hear about it. */
const REFUSAL_GRACE_MS = 10_000
/** A client that asks without reading is listened to again once it has read. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024
/** How long a socket has to show that it is alive when another one asks for its session. */
const SIGN_OF_LIFE_MS = 2000
/** Clients are asked for a sign of life so often; one that gives none for ten minutes is gone. */
export const PING_MS = 30_000
const MOST_SILENCE_MS = 600_000

/** What is spoken on a socket: OpenEnv's envelopes, or JSON-RPC as it is. */
export type Tongue = 'ws' | 'mcp'

/** One socket of a client, and what it speaks for. */
export interface Speaker {
  readonly attachment: Attachment
  /** Lets the client speak for this session from now on. */
  welcome(place: Place): void
  /** Tells the client why not. */
  refuse(reason: Full | string): void
  /** Asks for a sign of life, and gives up those that have been silent for too long. */
  ping(now: number): void
  /** Answers what is being asked, and closes. */
  finish(): Promise<void>
}

export interface SpeakerOptions {
  readonly tongue: Tongue
  readonly peer: string
  readonly entrance: Entrance
  now(): number
}

export function createSpeaker(
  desk: RpcDesk,
  client: WebSocket,
  { tongue, peer, entrance, now }: SpeakerOptions,
): Speaker {
  let lastHeard = now()
  const heard = () => {
    lastHeard = now()
  }
  // What comes before there is a session waits in the socket.
  client.pause()
  client.on('error', () => undefined)
  for (const event of ['message', 'ping', 'pong'] as const) client.on(event, heard)
  let answers: Answers | null = null
  const attachment: Attachment = {
    isAlive: () => isAlive(client),
    evict() {
      answers?.stop()
      client.close(1001)
    },
  }
  return {
    attachment,
    welcome(place) {
      const timed = timing(entrance, { tongue, peer, now })
      answers = listenTo(desk, client, { place, peer }, tongue, attachment, timed)
      if (client.readyState === client.OPEN) client.resume()
      else place.detach(attachment, 'lost')
    },
    refuse(reason) {
      client.send(refusals[tongue](reason))
      client.resume()
      const timer = setTimeout(() => client.close(1000), REFUSAL_GRACE_MS)
      client.on('close', () => clearTimeout(timer))
      // OpenEnv's clients send before they read, and would see nothing but a closed connection.
      client.once('message', () => client.close(1000))
    },
    ping(at) {
      if (at - lastHeard > MOST_SILENCE_MS) client.terminate()
      else if (client.readyState === client.OPEN) client.ping()
    },
    async finish() {
      await answers?.finish()
      client.close(1001)
    },
  }
}

function listenTo(
  desk: RpcDesk,
  client: WebSocket,
  caller: SocketCaller,
  tongue: Tongue,
  attachment: Attachment,
  timed: ReturnType<typeof timing>,
): Answers {
  const { place } = caller
  const answers = new Answers({
    answer: (text) =>
      timed(() => {
        place.touch()
        return tongue === 'ws' ? answerFrame(desk, caller, text) : answerRpcFrame(desk, caller, text)
      }),
    send(reply) {
      if (reply !== 'close') return sendPaced(client, reply.frame)
      leave('left')
      client.close(1000)
    },
    failed(error) {
      const id = desk.service.newId()
      desk.service.report(error, id)
      const message = `Internal error: the message had no effect (${id})`
      return tongue === 'ws'
        ? errorFrame('EXECUTION_ERROR', message)
        : { frame: JSON.stringify(rpcError(null, -32603, message)) }
    },
    hold(state) {
      if (state === 'full') client.pause()
      else if (client.isPaused && client.bufferedAmount <= MAX_UNREAD_BYTES) client.resume()
    },
  })
  const leave = (how: 'left' | 'lost') => {
    answers.stop()
    place.detach(attachment, how)
  }
  client.on('close', (code) => leave(code === 1000 || code === 1005 ? 'left' : 'lost'))
  // What is no frame has been answered with its close code already; to terminate now would lose that.
  client.on('error', () => leave('left'))
  client.on('message', (message, isBinary) => answers.take(isBinary ? binaryFrames[tongue] : textOf(message)))
  return answers
}

/** Takes the time of answers, and lets those wait whose peer asks too fast. */
function timing({ rate, metrics }: Entrance, { tongue, peer, now }: Omit<SpeakerOptions, 'entrance'>) {
  return (answer: () => FrameReply | Promise<FrameReply>): FrameReply | Promise<FrameReply> => {
    const began = now()
    const wait = rate.wait(peer, began)
    const reply = wait > 0 ? new Promise<void>((resolve) => setTimeout(resolve, wait)).then(answer) : answer()
    const note = () => metrics.message(tongue, (now() - began) / 1000)
    if (reply instanceof Promise) void reply.then(note, note)
    else note()
    return reply
  }
}

const binaryFrames: Readonly<Record<Tongue, Exclude<FrameReply, string>>> = {
  ws: errorFrame('VALIDATION_ERROR', 'Invalid message: send text frames'),
  mcp: { frame: JSON.stringify(rpcError(null, -32700, 'Parse error: send text frames')) },
}

const refusals: Readonly<Record<Tongue, (reason: Full | string) => string>> = {
  ws(reason) {
    if (typeof reason === 'string') return errorFrame('SESSION_ERROR', reason).frame
    const { active, most } = reason
    const figures = { active_sessions: active, max_sessions: most }
    return errorFrame('CAPACITY_REACHED', fullMessage(reason), figures).frame
  },
  mcp(reason) {
    if (typeof reason === 'string') return JSON.stringify(rpcError(null, -32000, reason))
    const { active, most } = reason
    const figures = { active_sessions: active, max_sessions: most }
    return JSON.stringify(rpcError(null, -32000, fullMessage(reason), figures))
  },
}

async function answerRpcFrame(desk: RpcDesk, caller: SocketCaller, text: string): Promise<FrameReply> {
  const reply = await answerRpcText(desk, caller, text, 'told')
  return reply === null ? 'none' : { frame: JSON.stringify(reply) }
}

/** Sends, and stops listening as long as too much of what was sent has not been read. */
function sendPaced(client: WebSocket, frame: string | LateFrame): void {
  const isLate = typeof frame !== 'string'
  client.send(isLate ? frame.lend() : frame, { binary: false }, () => {
    if (isLate) frame.giveBack()
    if (client.isPaused && client.bufferedAmount <= MAX_UNREAD_BYTES) client.resume()
  })
  if (client.bufferedAmount > MAX_UNREAD_BYTES) client.pause()
}

/** Whether the other side answers a ping; one that is closing is given the time to do so. */
function isAlive(client: WebSocket): Promise<boolean> {
  if (client.readyState === client.CLOSED) return Promise.resolve(false)
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(false), SIGN_OF_LIFE_MS)
    const settle = (alive: boolean) => {
      clearTimeout(timer)
      client.off('pong', onPong)
      client.off('close', onClose)
      resolve(alive)
    }
    const onPong = () => settle(true)
    const onClose = () => settle(false)
    client.on('close', onClose)
    if (client.readyState !== client.OPEN) return
    client.on('pong', onPong)
    client.ping()
  })
}

function textOf(message: RawData): string {
  if (!Buffer.isBuffer(message)) throw new Error('ws hands messages over as one buffer unless told otherwise')
  return message.toString('utf8')
}
