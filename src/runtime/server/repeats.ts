import type { Reply } from './service.ts'

/** A client repeats what it has not heard about, which is the last thing that it sent, or one of few. */
const REMEMBERED = 8

interface Remembered {
  /** What was asked, so that another request under the same name is not answered as if it were this one. */
  readonly asked: string
  readonly reply: Reply | Promise<Reply>
}

/** Remembers named requests with their replies: one that is sent again is answered again, and not played again. */
export class Repeats {
  readonly #remembered = new Map<string, Remembered>()

  answer(id: string | null, asked: unknown, play: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
    if (id === null) return play()
    const text = JSON.stringify(asked)
    const known = this.#remembered.get(id)
    if (known) return known.asked === text ? known.reply : anotherRequest(id)
    const reply = play()
    this.#remember(id, { asked: text, reply })
    // What had no effect may be sent again, and should then be played.
    if (reply instanceof Promise)
      reply.then(
        (settled) => settled.status === 'ok' || this.#remembered.delete(id),
        () => this.#remembered.delete(id),
      )
    else if (reply.status !== 'ok') this.#remembered.delete(id)
    return reply
  }

  #remember(id: string, request: Remembered): void {
    this.#remembered.set(id, request)
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size > REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest)
  }
}

function anotherRequest(id: string): Reply {
  const message = 'This name was given to another request: each has its own'
  return {
    status: 'invalid',
    faults: [{ path: ['request_id'], input: id, kind: 'refused', message }],
  }
}
