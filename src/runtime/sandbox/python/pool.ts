import { availableParallelism } from 'node:os'
import type { PoolResult } from '../pool.ts'
import type { RunInput } from '../run.ts'
import { Child, type ChildFiles } from './child.ts'

export interface PythonPoolOptions extends ChildFiles {
  /** How many children at once. Default: one for each core. */
  readonly size?: number
  /** How many runs may wait for a child. */
  readonly queue?: number
  /** After so many milliseconds a run is ended from outside, for what does not count its steps. */
  readonly wall?: number
  /** Whether a child ends after its run (`once`), or puts its interpreter back into its first state (`fresh`). Default: `once`. */
  readonly children?: 'once' | 'fresh'
}

interface Job {
  readonly input: RunInput
  readonly done: (result: PoolResult) => void
  isRetry: boolean
}

const DEFAULT_QUEUE = 256
const DEFAULT_WALL = 10_000
const CLOSED = { status: 'refused', reason: 'closed' } as const

/** Runs Python programs, each in an interpreter of its own, in child processes that may do nothing but compute. Nothing is started before the first run. */
export class PythonPool {
  readonly #options: Required<PythonPoolOptions>
  readonly #children: Child[] = []
  readonly #waiting: Job[] = []
  #image: Promise<Uint8Array> | null = null
  #running = 0
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

  run(input: RunInput): Promise<PoolResult> {
    if (this.#isClosed) return Promise.resolve(CLOSED)
    const { size, queue } = this.#options
    if (this.#running + this.#waiting.length >= size + queue)
      return Promise.resolve({ status: 'refused', reason: 'queue-full' })
    return new Promise((done) => {
      this.#waiting.push({ input, done, isRetry: false })
      this.#assign()
    })
  }

  /** Makes the image and the children ready before there is a run for them. */
  async warm(): Promise<void> {
    this.#fill()
    await Promise.all(this.#children.map((child) => child.whenReady))
  }

  /** Ends all children; what still waits or runs is refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const { done } of this.#waiting.splice(0)) done(CLOSED)
    await Promise.all(this.#children.splice(0).map((child) => child.end()))
  }

  #assign(): void {
    this.#fill()
    for (const child of this.#children) {
      const job = child.isFree ? this.#waiting.shift() : undefined
      if (job) void this.#give(child, job)
    }
  }

  #fill(): void {
    const { size, children: task } = this.#options
    this.#image ??= Child.makeImage(this.#options).catch((error) => {
      this.#image = null
      throw error
    })
    while (!this.#isClosed && this.#children.length < size) {
      const child = new Child(this.#options, task, this.#image)
      this.#children.push(child)
      child.whenReady.then(
        () => this.#assign(),
        (error) => this.#lose(child, String(error)),
      )
    }
  }

  async #give(child: Child, job: Job): Promise<void> {
    this.#running += 1
    const answer = await child.run(job.input, this.#options.wall)
    this.#running -= 1
    if (this.#isClosed) return job.done(CLOSED)
    if (answer.status === 'ran') job.done(answer)
    else if (answer.status === 'failed' && !job.isRetry) {
      job.isRetry = true
      this.#waiting.unshift(job)
    } else job.done(answer)
    if (child.isOver) this.#drop(child)
    this.#assign()
  }

  #drop(child: Child): void {
    const at = this.#children.indexOf(child)
    if (at !== -1) this.#children.splice(at, 1)
  }

  /** A child that does not start is nothing to try again with: what waits fails with what it said. */
  #lose(child: Child, detail: string): void {
    this.#drop(child)
    if (this.#isClosed) return
    for (const { done } of this.#waiting.splice(0)) done({ status: 'failed', reason: 'crash', detail })
  }
}
