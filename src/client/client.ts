import { randomUUID } from 'node:crypto'
import type { WireAction } from '../model/action.ts'
import type { Observation } from '../model/observation.ts'
import type { ResetRequest } from '../model/reset.ts'
import type { State } from '../model/state.ts'
import { type Line, LineLost, openLine } from './line.ts'

/** What reset and step answer. */
export interface Turn {
  readonly observation: Observation
  /** What the step earned, in [-2, 2]; null on reset. */
  readonly reward: number | null
  readonly done: boolean
}

export interface ClientOptions {
  /** How long an answer may take, in milliseconds. Default: 60,000; servers answer within 45,000. */
  readonly timeout?: number
  /** For how long a lost connection is sought again, in milliseconds. Default: 60,000, as long as servers keep an episode. */
  readonly patience?: number
  /** A token, where the server asks for one; one in the address (`http://user:token@host`) does as well. */
  readonly token?: string
}

/** What the server said was wrong with a request; `code` is one of the wire's (`docs/wire.md`). */
export class ServerError extends Error {
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

/** The connection is gone, and with it the episode; or no answer came in time. */
export class ConnectionError extends Error {}

/** An environment as its player sees it: one episode at a time. Calls are made one after the other. */
export interface EnvClient {
  reset(request?: ResetRequest): Promise<Turn>
  step(action: WireAction): Promise<Turn>
  state(): Promise<State>
  /** Leaves; the server frees the place. */
  close(): Promise<void>
}

interface Message {
  readonly type: 'reset' | 'step' | 'state'
  readonly data?: object
}

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2000

/**
 * Connects to a server at its HTTP address. A connection that is lost is opened again and comes back to its episode;
 * what was asked then is asked again under the same name, and so not played twice.
 */
export async function connect(url: string, options: ClientOptions = {}): Promise<EnvClient> {
  const { timeout = 60_000, patience = 60_000, token } = options
  const address = socketAddress(url)
  const open = (sessionId: string | null) => openLine(address, { sessionId, timeout, token })
  let line: Line | null = await open(null)
  let session = line.session
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  async function ask<Answer>(message: Message): Promise<Answer> {
    const until = performance.now() + patience
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      if (isClosed) throw new ConnectionError('The client is closed')
      const isBack = line === null
      try {
        line ??= await open(session)
        return answerOf<Answer>(await line.ask(message))
      } catch (error) {
        if (!(error instanceof LineLost || (isBack && isFull(error)))) throw error
        line?.drop()
        line = null
        if (performance.now() > until) throw new ConnectionError(error.message, { cause: error })
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  /** Asks when everything before has been answered. */
  function inTurn<Answer>(message: Message): Promise<Answer> {
    const answer = last.then(() => ask<Answer>(message))
    last = answer.catch(() => undefined)
    return answer
  }

  /** An episode that is gone cannot be stepped, but another one can be begun. */
  async function restart(message: Message): Promise<Turn> {
    try {
      return await inTurn<Turn>(message)
    } catch (error) {
      if (!(error instanceof ServerError && error.code === 'SESSION_ERROR')) throw error
      line?.drop()
      line = await open(null)
      session = line.session
      return inTurn<Turn>(message)
    }
  }

  return {
    reset: (request = {}) => restart({ type: 'reset', data: { ...request, request_id: randomUUID() } }),
    step: (action) =>
      inTurn({
        type: 'step',
        data: { ...action, metadata: { ...action.metadata, request_id: randomUUID() } },
      }),
    state: () => inTurn({ type: 'state' }),
    async close() {
      isClosed = true
      await line?.leave()
      line = null
    },
  }
}

/** Others may have taken the place of a client that was away; they may leave, too. */
function isFull(error: unknown): error is ServerError {
  return error instanceof ServerError && error.code === 'CAPACITY_REACHED'
}

function answerOf<Answer>(text: string): Answer {
  const { type, data } = JSON.parse(text)
  if (type === 'error') throw new ServerError(data.message, data.code)
  return data
}

/** Where `/ws` is: the address may have a path of its own, and credentials. */
function socketAddress(url: string): URL {
  const address = new URL(url.includes('://') ? url : `http://${url}`)
  address.protocol = address.protocol.replace('http', 'ws')
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/ws`
  return address
}
