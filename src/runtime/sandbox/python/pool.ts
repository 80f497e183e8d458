import { availableParallelism } from 'node:os'
import type { PoolResult } from '../pool.ts'
import type { RunInput } from '../run.ts'
import { Child } from './child.ts'
import type { ChildFiles } from './child-files.ts'
import { type Image, openImage } from './image.ts'

export interface PythonPoolOptions extends ChildFiles {
  /** How many children at once. Default: one for each core. */
  readonly size?: number
  /** How many may wait for a child. */
  readonly queue?: number
  /** After so many milliseconds of work a run is ended from outside, for what does not count its steps. */
  readonly wall?: number
  /** Whether a child ends with its lease (`once`), or serves the next one (`fresh`). Default: `once`. */
  readonly children?: 'once' | 'fresh'
}

/** A child for the runs of one judgement, one after another; each begins in the first state of the interpreter. */
export interface PythonLease {
  /** One that was cancelled before its turn is refused as `closed`. */
  run(input: RunInput, cancel?: AbortSignal): Promise<PoolResult>
  /** Gives the child back; must be called once. */
  end(): void
}

type Refusal = Exclude<PoolResult, { readonly status: 'ran' }>

/** Somebody who waits for a child. */
type Request = (given: Child | Refusal) => void

const DEFAULT_QUEUE = 256
const DEFAULT_WALL = 10_000
const CLOSED = { status: 'refused', reason: 'closed' } as const
const FULL = { status: 'refused', reason: 'queue-full' } as const

/** Runs Python programs in child processes that may do nothing but compute. Nothing is started before there is something to run. */
export class PythonPool {
  readonly #options: Required<PythonPoolOptions>
  readonly #children: Child[] = []
  readonly #leased = new Set<Child>()
  readonly #requests: Request[] = []
  readonly #warming: ((error: Error | null) => void)[] = []
  #image: Promise<Image> | null = null
  #isClosed = false

  constructor(options: PythonPoolOptions) {
    this.#options = {
      size: availableParallelism(),
      queue: DEFAULT_QUEUE,
      wall: DEFAULT_WALL,
      children: 'once',
      ...options,
    }
  }

  /** Runs calls on their own. */
  async run(input: RunInput): Promise<PoolResult> {
    const lease = this.#newLease()
    try {
      return await lease.run(input, this.#options.children === 'once')
    } finally {
      lease.end()
    }
  }

  /** A child for several runs, had from the first of them on. */
  lease(): PythonLease {
    const lease = this.#newLease()
    return { run: (input, cancel) => lease.run(input, false, cancel), end: () => lease.end() }
  }

  /** Makes the image and the children ready before there is a run for them. */
  async warm(): Promise<void> {
    this.#fill()
    if (this.#isWarm) return
    await new Promise<void>((resolve, reject) => {
      this.#warming.push((error) => (error === null ? resolve() : reject(error)))
    })
  }

  /** Ends all children; what still waits or runs is refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const request of this.#requests.splice(0)) request(CLOSED)
    await Promise.all([...this.#children].map((child) => child.end()))
    await this.#image?.then((image) => image.close()).catch(() => undefined)
  }

  get #isWarm(): boolean {
    return this.#children.every((child) => child.isReady || this.#leased.has(child))
  }

  /** A child for a lease; one that has lost its child goes before those who have had none. */
  #request(isAgain: boolean): Promise<Child | Refusal> {
    if (this.#isClosed) return Promise.resolve(CLOSED)
    const { size, queue } = this.#options
    if (!isAgain && this.#leased.size + this.#requests.length >= size + queue) return Promise.resolve(FULL)
    return new Promise((resolve) => {
      if (isAgain) this.#requests.unshift(resolve)
      else this.#requests.push(resolve)
      this.#assign()
    })
  }

  #newLease(): Lease {
    return new Lease({
      wall: this.#options.wall,
      request: (isAgain) => this.#request(isAgain),
      giveBack: (child) => this.#takeBack(child),
    })
  }

  #takeBack(child: Child): void {
    this.#leased.delete(child)
    child.release()
    if (this.#options.children === 'once') void child.end()
    else this.#assign()
  }

  #assign(): void {
    this.#fill()
    for (const child of this.#children) {
      if (!child.isReady || this.#leased.has(child)) continue
      const request = this.#requests.shift()
      if (!request) return
      this.#leased.add(child)
      child.hold()
      request(child)
    }
  }

  #fill(): void {
    this.#image ??= openImage(this.#options)
    while (!this.#isClosed && this.#children.length < this.#options.size) {
      const child = new Child(this.#options, this.#image, {
        ready: () => this.#ready(),
        over: (hasStarted, detail) => this.#lose(child, hasStarted, detail),
      })
      this.#children.push(child)
    }
  }

  #ready(): void {
    if (this.#isWarm) for (const done of this.#warming.splice(0)) done(null)
    this.#assign()
  }

  /** A child that does not start is nothing to try again with: what waits fails with what it said. */
  #lose(child: Child, hasStarted: boolean, said: string): void {
    const at = this.#children.indexOf(child)
    if (at !== -1) this.#children.splice(at, 1)
    this.#leased.delete(child)
    if (this.#isClosed) return
    if (hasStarted) this.#assign()
    else {
      const detail = `Python did not start: ${said}`
      this.#image = null
      for (const done of this.#warming.splice(0)) done(new Error(detail))
      for (const request of this.#requests.splice(0)) request({ status: 'failed', reason: 'start', detail })
    }
  }
}

/** What a lease asks of its pool. */
interface Lender {
  readonly wall: number
  request(isAgain: boolean): Promise<Child | Refusal>
  giveBack(child: Child): void
}

/** The runs of one judgement, and the child that they have at the moment. */
class Lease {
  readonly #lender: Lender
  #child: Child | null = null
  #hasHadOne = false
  #isOver = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(lender: Lender) {
    this.#lender = lender
  }

  run(input: RunInput, isLast: boolean, cancel?: AbortSignal): Promise<PoolResult> {
    const ran = this.#last.then(() => (cancel?.aborted ? CLOSED : this.#runNow(input, isLast)))
    this.#last = ran
    return ran
  }

  /** Gives the child back; runs that have none yet are refused. */
  end(): void {
    this.#isOver = true
    if (this.#child !== null) this.#lender.giveBack(this.#child)
    this.#child = null
  }

  /** Where a run takes its child with it, there is another try in another child. */
  async #runNow(input: RunInput, isLast: boolean): Promise<PoolResult> {
    const first = await this.#runIn(await this.#take(), input, isLast)
    return first.status === 'failed' ? this.#runIn(await this.#take(), input, isLast) : first
  }

  async #runIn(child: Child | Refusal, input: RunInput, isLast: boolean): Promise<PoolResult> {
    return child instanceof Child ? child.run(input, this.#lender.wall, isLast) : child
  }

  async #take(): Promise<Child | Refusal> {
    if (this.#child !== null) await this.#child.settled
    if (this.#isOver) return CLOSED
    if (this.#child?.isReady) return this.#child
    const given = await this.#lender.request(this.#hasHadOne)
    if (!(given instanceof Child)) return given
    this.#hasHadOne = true
    if (this.#isOver) {
      this.#lender.giveBack(given)
      return CLOSED
    }
    this.#child = given
    return given
  }
}
