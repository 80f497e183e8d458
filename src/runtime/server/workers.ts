import cluster, { type Worker } from 'node:cluster'
import { type Exchange, LEADER, type Letter, openExchange } from './exchange.ts'
import { type Capacity, createSlots } from './slots.ts'

/** Processes that serve at one address. */
export interface Workers {
  readonly url: string
  /** Resolves with its exit code when one has ended for a reason that another in its place would have too. */
  readonly gaveUp: Promise<number>
  /** Resolves when all have answered what they were asked, and have ended. */
  stop(): Promise<void>
}

export interface WorkersOptions {
  readonly count: number
  /** Of all together. */
  readonly capacity: Capacity
  /** Told of one that ended by itself; another takes its place. */
  lost(how: string): void
  /** Whether another one would end with this exit code as well; it is not started then. */
  isFinal(code: number): boolean
}

/** A process that could not serve, by its exit code; it has said why. */
export interface Failed {
  readonly failed: number
}

/** How long nobody takes the place of a process that ended: one that ends at once must not keep the machine busy. */
const PAUSE_MS = 1000

/**
 * Starts as many processes as are asked for, each as this one was started, and passes on what they ask each other.
 * The others are started when the first one serves.
 */
export async function startWorkers({
  count,
  capacity,
  lost,
  isFinal,
}: WorkersOptions): Promise<Workers | Failed> {
  const slots = createSlots(capacity)
  const serving = new Map<number, Member>()
  let isStopping = false
  let giveUp: (code: number) => void = () => undefined
  const gaveUp = new Promise<number>((resolve) => {
    giveUp = resolve
  })
  cluster.setupPrimary({ serialization: 'advanced' })

  const tellAll = () => {
    for (const { worker } of serving.values()) send(worker, { workers: [...serving.keys()] })
  }
  const start = (): Promise<{ readonly url: string } | Failed> =>
    new Promise((resolve) => {
      const worker = cluster.fork()
      const member: Member = { worker, taken: [] }
      worker.on('message', (letter: Letter) => {
        if ('ready' in letter) {
          serving.set(worker.id, member)
          tellAll()
          resolve({ url: letter.ready })
        } else pass(member, letter)
      })
      worker.on('exit', (code, signal) => {
        for (const peer of member.taken) slots.give(peer)
        if (!serving.delete(worker.id)) resolve({ failed: code ?? 1 })
        else if (code !== null && isFinal(code)) giveUp(code)
        else if (!isStopping) {
          tellAll()
          lost(signal ?? `code ${code}`)
          replace()
        }
      })
    })
  const replace = () => {
    setTimeout(async () => {
      if (isStopping || !('failed' in (await start())) || isStopping) return
      lost('its start')
      replace()
    }, PAUSE_MS).unref()
  }
  /** A letter to the leader is answered, one to another process handed on; whoever is not there cannot answer. */
  const pass = (from: Member, letter: Letter) => {
    if (!('to' in letter)) return
    if (letter.to !== LEADER) {
      const to = serving.get(letter.to)?.worker
      if (to?.isConnected()) send(to, letter)
      else if ('ask' in letter)
        send(from.worker, { answer: letter.ask, to: letter.from, error: 'Nobody is there' })
    } else if ('ask' in letter) {
      const value = answer(from, letter.question)
      send(from.worker, { answer: letter.ask, to: letter.from, value })
    }
  }
  const answer = (member: Member, question: Extract<Letter, { ask: number }>['question']) => {
    switch (question.about) {
      case 'take': {
        const full = slots.take(question.peer)
        if (full === null) member.taken.push(question.peer)
        return full
      }
      case 'give': {
        member.taken.splice(member.taken.indexOf(question.peer), 1)
        return slots.give(question.peer)
      }
    }
  }

  const stop = async () => {
    isStopping = true
    // Those that are only starting are among them.
    const all = Object.values(cluster.workers ?? {}).flatMap((worker) => worker ?? [])
    const ends = all.map((worker) => new Promise((resolve) => worker.once('exit', resolve)))
    for (const worker of all) worker.process.kill('SIGTERM')
    await Promise.all(ends)
  }
  const first = await start()
  if ('failed' in first) return first
  for (const other of await Promise.all(Array.from({ length: count - 1 }, start)))
    if ('failed' in other) {
      await stop()
      return other
    }
  return { url: first.url, gaveUp, stop }
}

/** Whoever has gone meanwhile hears nothing, and nobody waits for that. */
function send(worker: Worker, letter: Letter): void {
  if (worker.isConnected()) worker.send(letter, undefined, () => undefined)
}

/** A process, and whom it has given places. */
interface Member {
  readonly worker: Worker
  readonly taken: string[]
}

/** This process's end of the line to those that serve with it; null where it serves alone. */
export function joinWorkers(): (Exchange & { ready(url: string): void }) | null {
  const { worker } = cluster
  if (!worker) return null
  const exchange = openExchange(worker.id, {
    send: (letter) => send(worker, letter),
    onLetter: (hear) => void worker.on('message', hear),
  })
  return {
    ...exchange,
    ready: (url) => send(worker, { ready: url }),
  }
}

/** Lets go of the line, which would keep this process from ending; where it serves alone, nothing happens. */
export function leaveWorkers(): void {
  cluster.worker?.disconnect()
}
