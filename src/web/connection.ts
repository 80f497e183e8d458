import type { Action } from '../model/action.ts'
import type { Observation } from '../model/observation.ts'

/** What comes back from a reset or a step. */
export interface Turn {
  readonly observation: Observation
  /** What the step earned; null after a reset. */
  readonly reward: number | null
  readonly done: boolean
}

/** How an episode is asked for: keys of a reset. */
export interface Beginning {
  readonly task_id: string
  readonly row?: number
}

/** The server refused, or is not there any more. The message is for people. */
export class Refusal extends Error {}

interface Waiting {
  resolve(turn: Turn): void
  reject(refusal: Refusal): void
}

/** One visitor's session: a socket of its own, with one episode at a time. Replies come in the order of the questions. */
export class Connection {
  readonly #socket: WebSocket
  readonly #open: Promise<unknown>
  readonly #waiting: Waiting[] = []
  #isGone = false

  /** `gone` is called when the socket has closed, whoever closed it. */
  constructor(url: string, gone: () => void) {
    this.#socket = new WebSocket(url)
    this.#open = new Promise((done) => this.#socket.addEventListener('open', done, { once: true }))
    this.#socket.addEventListener('message', ({ data }) => this.#answer(JSON.parse(String(data))))
    this.#socket.addEventListener('close', () => {
      this.#isGone = true
      for (const { reject } of this.#waiting.splice(0)) reject(new Refusal('The connection was lost.'))
      gone()
    })
  }

  reset(beginning: Beginning): Promise<Turn> {
    return this.#ask({ type: 'reset', data: beginning })
  }

  step(action: Action): Promise<Turn> {
    return this.#ask({ type: 'step', data: action })
  }

  close(): void {
    this.#socket.close()
  }

  #ask(message: object): Promise<Turn> {
    if (this.#isGone) return Promise.reject(new Refusal('The connection was lost.'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      void this.#open.then(() => this.#socket.send(JSON.stringify(message)))
    })
  }

  #answer({
    type,
    data,
  }: {
    readonly type: string
    readonly data: Turn & { readonly message?: string }
  }): void {
    const waiting = this.#waiting.shift()
    if (type === 'observation') waiting?.resolve(data)
    else waiting?.reject(new Refusal(data.message ?? 'The server refused.'))
  }
}

/** Where the environment is, seen from this page: beside `/web`, whatever stands before it. */
export function environmentUrl(page: { readonly origin: string; readonly pathname: string }): string {
  return page.origin + page.pathname.replace(/\/web(?:\/.*)?$/, '')
}

/** The address of the socket of an environment. */
export function socketUrl(environment: string): string {
  return `${environment.replace(/^http/, 'ws')}/ws`
}
