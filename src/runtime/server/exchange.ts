/** What the processes that serve together ask each other, by number. */
export type Question =
  /** Of the leader: a place for a session, and giving it back. */
  | { readonly about: 'take' | 'give'; readonly peer: string }
  /** Of the process in which a session lives. */
  | { readonly about: 'find' | 'touch' | 'end'; readonly id: string }
  | {
      readonly about: 'session'
      readonly id: string
      readonly call: 'reset' | 'step' | 'view' | 'state' | 'history'
      /** What the agent sent; of a history, the episode's name or null. */
      readonly sent: unknown
      readonly requestId: string | null
    }
  | { readonly about: 'attach'; readonly id: string; readonly peer: string; readonly socket: DistantSocket }
  | {
      readonly about: 'detach'
      readonly id: string
      readonly socket: DistantSocket
      readonly how: 'left' | 'lost'
    }
  /** Of the process that has the socket. */
  | { readonly about: 'alive' | 'evict'; readonly socket: number }
  /** Of every process. */
  | { readonly about: 'metrics' }

/** A socket in another process: the number of the process, and of the socket in it. */
export interface DistantSocket {
  readonly worker: number
  readonly number: number
}

/** The process that started the others, and serves nobody. */
export const LEADER = 0

/** One process's end of the line. */
export interface Exchange {
  /** This process's own number, from 1 on. */
  readonly self: number
  /** All that serve at the moment, this one too. */
  workers(): Promise<readonly number[]>
  /** Calls whenever one of them has come or gone. */
  onWorkers(changed: (workers: readonly number[]) => void): void
  /** Rejects when there is no such process any more, or it could not answer. */
  ask(worker: number, question: Question): Promise<unknown>
  /** Says what is answered to the questions of others. */
  onQuestion(answer: (question: Question) => unknown): void
}

/** What goes over the line. */
export type Letter =
  | { readonly ask: number; readonly from: number; readonly to: number; readonly question: Question }
  | { readonly answer: number; readonly to: number; readonly value?: unknown; readonly error?: string }
  /** From the leader whenever somebody comes or goes. */
  | { readonly workers: readonly number[] }
  /** To the leader: this process serves at this address now. */
  | { readonly ready: string }

export interface Line {
  send(letter: Letter): void
  onLetter(hear: (letter: Letter) => void): void
}

/** A question that is not answered yet. */
interface Waiting {
  readonly worker: number
  hear(letter: Extract<Letter, { answer: number }>): void
}

/** An end of the line that hears and answers. */
export function openExchange(self: number, { send, onLetter }: Line): Exchange {
  let last = 0
  let workers: readonly number[] = []
  const changes: ((all: readonly number[]) => void)[] = []
  let known: () => void
  const isKnown = new Promise<void>((resolve) => {
    known = resolve
  })
  let answer: (question: Question) => unknown = () => {
    throw new Error('Not ready yet')
  }
  const waiting = new Map<number, Waiting>()
  const reply = async ({ ask, from, question }: Extract<Letter, { ask: number }>) => {
    try {
      send({ answer: ask, to: from, value: await answer(question) })
    } catch (error) {
      send({ answer: ask, to: from, error: String(error) })
    }
  }
  onLetter((letter) => {
    if ('ask' in letter) void reply(letter)
    else if ('answer' in letter) {
      waiting.get(letter.answer)?.hear(letter)
      waiting.delete(letter.answer)
    } else if ('workers' in letter) {
      workers = letter.workers
      // Whoever is gone answers nothing any more.
      for (const [number, { worker, hear }] of waiting) {
        if (worker === LEADER || workers.includes(worker)) continue
        waiting.delete(number)
        hear({ answer: number, to: self, error: 'Nobody is there' })
      }
      known()
      for (const changed of changes) changed(workers)
    }
  })
  return {
    self,
    workers: () => isKnown.then(() => workers),
    onWorkers: (changed) => void changes.push(changed),
    ask(worker, question) {
      last += 1
      const number = last
      return new Promise((resolve, reject) => {
        const hear: Waiting['hear'] = ({ value, error }) => {
          if (error === undefined) resolve(value)
          else reject(new Error(error))
        }
        waiting.set(number, { worker, hear })
        send({ ask: number, from: self, to: worker, question })
      })
    },
    onQuestion(given) {
      answer = given
    },
  }
}

/** How many of a name's last hexadecimal digits say in which process its session lives. */
const DIGITS = 4

/** The name, made to say in which process its session lives. */
export function ownedId(id: string, worker: number): string {
  return id.slice(0, -DIGITS) + worker.toString(16).padStart(DIGITS, '0')
}

/** In which process the session of a name lives, if it is one of ours. */
export function ownerOf(id: string): number | null {
  const digits = id.slice(-DIGITS)
  return /^[0-9a-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : null
}
