import { type PoolOptions, type PoolResult, SandboxPool } from './pool.ts'
import type { RunInput } from './run.ts'
import type { Stripped } from './strip-types.ts'

/** Where programs run, as those see it who want something run. */
export interface Sandbox {
  /** Runs calls on a program; one that was cancelled before its turn is refused as `closed`. */
  run(input: RunInput, cancel?: AbortSignal): Promise<PoolResult>
  /** Takes the types away from texts, whatever they hold. */
  strip(texts: readonly string[]): Promise<PoolResult<readonly Stripped[]>>
}

export interface OpenSandbox extends Sandbox {
  /** How many workers there are at the moment. */
  readonly workers: number
  close(): Promise<void>
}

/** So many runs are handed to the pool at once; all others wait for their turn, in the order in which they came. */
const RUNS_AT_ONCE = 32
/** What is not stripped by then will not be. */
const STRIP_WALL = 5000

/** Pools of the built workers, beside each other in one folder. Nothing is started before something is run. */
export function openSandbox(worker: URL, options: Omit<PoolOptions, 'worker'> = {}): OpenSandbox {
  const runs = new SandboxPool({ ...options, worker })
  const strips = new SandboxPool<readonly string[], readonly Stripped[]>({
    worker: new URL('./strip-worker.js', worker),
    size: 1,
    wall: STRIP_WALL,
  })
  const waiting: (() => void)[] = []
  let running = 0
  return {
    get workers() {
      return runs.workers + strips.workers
    },
    async run(input, cancel) {
      if (running >= RUNS_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
      else running += 1
      try {
        return cancel?.aborted ? { status: 'refused', reason: 'closed' } : await runs.run(input)
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
    strip: (texts) => strips.run(texts),
    async close() {
      await Promise.all([runs.close(), strips.close()])
    },
  }
}
