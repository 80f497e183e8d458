import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { afterWork } from './processor-time.ts'
import type { RunInput, RunResult } from './run.ts'

export interface PoolOptions {
  /** The built worker. */
  readonly worker: URL
  /** How many runs at once. Default: one for each core. */
  readonly size?: number
  /** How many runs may wait. */
  readonly queue?: number
  /** After so many milliseconds of work a run is ended from outside, for what does not count its steps. */
  readonly wall?: number
  /** How much a worker's own heap may hold. */
  readonly heapMegabytes?: number
  /** How much of it what was made last may take before it is collected; null for what Node gives it. */
  readonly youngMegabytes?: number | null
}

/** What became of a run that was asked for. */
export type PoolResult<Result = RunResult> =
  | { readonly status: 'ran'; readonly result: Result }
  | { readonly status: 'refused'; readonly reason: 'queue-full' | 'closed' }
  | { readonly status: 'failed'; readonly reason: FailureReason; readonly detail: string }

/** It had no end, it broke what ran it, or what runs it did not start. */
export type FailureReason = 'wall' | 'crash' | 'start'

interface Job<Input, Result> {
  readonly input: Input
  readonly done: (result: PoolResult<Result>) => void
  isRetry: boolean
}

const DEFAULT_QUEUE = 256
const DEFAULT_WALL = 10_000
const HEAP_MEGABYTES = 192

/** Warm workers for runs, or for whatever else a worker of its own answers. Nothing is started before the first run. */
export class SandboxPool<Input = RunInput, Result = RunResult> {
  readonly #options: Required<PoolOptions>
  readonly #lanes: Lane<Input, Result>[] = []
  readonly #waiting: Job<Input, Result>[] = []
  #isClosed = false

  constructor(options: PoolOptions) {
    this.#options = {
      size: availableParallelism(),
      queue: DEFAULT_QUEUE,
      wall: DEFAULT_WALL,
      heapMegabytes: HEAP_MEGABYTES,
      youngMegabytes: null,
      ...options,
    }
  }

  /** How many workers there are at the moment. */
  get workers(): number {
    return this.#lanes.length
  }

  run(input: Input): Promise<PoolResult<Result>> {
    if (this.#isClosed) return Promise.resolve({ status: 'refused', reason: 'closed' })
    const isFree = this.#lanes.some((lane) => lane.isIdle) || this.#lanes.length < this.#options.size
    if (!isFree && this.#waiting.length >= this.#options.queue)
      return Promise.resolve({ status: 'refused', reason: 'queue-full' })
    return new Promise((done) => {
      this.#waiting.push({ input, done, isRetry: false })
      this.#assign()
    })
  }

  /** Ends all workers; what still waits or runs is refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    const refused = { status: 'refused', reason: 'closed' } as const
    for (const { done } of this.#waiting.splice(0)) done(refused)
    await Promise.all(this.#lanes.splice(0).map((lane) => lane.end(refused)))
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const lane = this.#lanes.find(({ isIdle }) => isIdle) ?? this.#newLane()
      const job = lane && this.#waiting.shift()
      if (!job) return
      lane.take(job)
    }
  }

  #newLane(): Lane<Input, Result> | null {
    if (this.#lanes.length >= this.#options.size) return null
    const lane = new Lane<Input, Result>(this.#options, {
      idle: () => this.#assign(),
      lost: (job, reason, detail) => this.#lose(lane, job, reason, detail),
    })
    this.#lanes.push(lane)
    return lane
  }

  /** A worker is gone: its run gets another one, once. */
  #lose(
    lane: Lane<Input, Result>,
    job: Job<Input, Result> | null,
    reason: FailureReason,
    detail: string,
  ): void {
    const at = this.#lanes.indexOf(lane)
    if (at !== -1) this.#lanes.splice(at, 1)
    if (job?.isRetry) job.done({ status: 'failed', reason, detail })
    else if (job) {
      job.isRetry = true
      this.#waiting.unshift(job)
    }
    if (!this.#isClosed) this.#assign()
  }
}

interface LaneEvents<Input, Result> {
  idle(): void
  lost(job: Job<Input, Result> | null, reason: FailureReason, detail: string): void
}

/** One worker and what it is doing. The clock of a run starts when its worker is ready. */
class Lane<Input, Result> {
  readonly #worker: Worker
  readonly #wall: number
  readonly #events: LaneEvents<Input, Result>
  #job: Job<Input, Result> | null = null
  #isReady = false
  #isLost = false
  #thread: string | null = null
  #forgetLimit: () => void = () => {}

  constructor(
    { worker, wall, heapMegabytes, youngMegabytes }: Required<PoolOptions>,
    events: LaneEvents<Input, Result>,
  ) {
    this.#wall = wall
    this.#events = events
    this.#worker = new Worker(worker, {
      env: {},
      resourceLimits: {
        maxOldGenerationSizeMb: heapMegabytes,
        ...(youngMegabytes === null ? {} : { maxYoungGenerationSizeMb: youngMegabytes }),
      },
      stdout: true,
      stderr: true,
    })
    this.#worker.unref()
    // Its first message is its thread, and that it is ready.
    this.#worker.once('message', (thread: string | null) => {
      this.#thread = thread
      this.#worker.on('message', (result: Result) => this.#finish({ status: 'ran', result }))
      this.#ready()
    })
    this.#worker.on('error', (error) => this.#break(String(error)))
    this.#worker.on('exit', (code) => this.#break(`The worker ended with code ${code}`))
  }

  get isIdle(): boolean {
    return this.#job === null && !this.#isLost
  }

  take(job: Job<Input, Result>): void {
    this.#job = job
    this.#worker.ref()
    if (this.#isReady) this.#send(job)
  }

  async end(result: PoolResult<Result>): Promise<void> {
    this.#isLost = true
    this.#forgetLimit()
    this.#job?.done(result)
    await this.#worker.terminate()
  }

  #ready(): void {
    this.#isReady = true
    if (this.#job) this.#send(this.#job)
  }

  #send(job: Job<Input, Result>): void {
    this.#forgetLimit = afterWork(this.#thread, this.#wall, (detail) => {
      this.#lose('wall', detail)
      this.#worker.terminate()
    })
    this.#worker.postMessage(job.input)
  }

  #finish(result: PoolResult<Result>): void {
    this.#forgetLimit()
    const job = this.#job
    this.#job = null
    this.#worker.unref()
    job?.done(result)
    if (!this.#isLost) this.#events.idle()
  }

  #break(detail: string): void {
    this.#lose(this.#isReady ? 'crash' : 'start', detail)
  }

  #lose(reason: FailureReason, detail: string): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#forgetLimit()
    const job = this.#job
    this.#job = null
    this.#events.lost(job, reason, detail)
  }
}
