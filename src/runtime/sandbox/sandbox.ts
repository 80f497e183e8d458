import { type PoolOptions, type PoolResult, SandboxPool } from './pool.ts'
import type { ChildFiles } from './python/child-files.ts'
import type { PythonLease, PythonPool, PythonPoolOptions } from './python/pool.ts'
import type { RunInput } from './run.ts'
import type { Stripped } from './strip-types.ts'

/** Where programs run, as those see it who want something run. */
export interface Sandbox {
  /** Runs calls on a program; one that was cancelled before its turn is refused as `closed`. */
  run(input: RunInput, cancel?: AbortSignal): Promise<PoolResult>
  /**
   * Does what needs several runs, for one agent and one answer: each begins in the first state, and those of a Python
   * program share a process that runs nothing else before or after.
   */
  together<Answer>(work: (run: Sandbox['run']) => Promise<Answer>): Promise<Answer>
  /** Takes the types away from texts, whatever they hold. */
  strip(texts: readonly string[]): Promise<PoolResult<readonly Stripped[]>>
}

export interface OpenSandbox extends Sandbox {
  /** How many workers there are at the moment. */
  readonly workers: number
  /** Makes ready what runs programs of these languages and is slow to start. Rejects when it does not start. */
  warm(languages: Iterable<string>): Promise<void>
  close(): Promise<void>
}

/** So many runs are handed to the pool at once; all others wait for their turn, in the order in which they came. */
const RUNS_AT_ONCE = 32
/** What is not stripped by then will not be. */
const STRIP_WALL = 5000

/** The built files that a sandbox starts. */
export interface SandboxFiles {
  /** The worker that runs TypeScript programs; the one that strips types lies beside it. */
  readonly worker: URL
  /** What runs Python programs; looked for when there is the first one. */
  python(): ChildFiles
}

interface SandboxOptions extends Omit<PoolOptions, 'worker'> {
  /** Whether a Python child ends after its run, as strangers' code must have it, or is put back into its first state. Default: `once`. */
  readonly pythonChildren?: PythonPoolOptions['children']
}

/** Pools of the built workers. Nothing is started before something is run. */
export function openSandbox(
  { worker, python }: SandboxFiles,
  { pythonChildren = 'once', ...options }: SandboxOptions = {},
): OpenSandbox {
  let pythons: Promise<PythonPool> | null = null
  const openPythons = async () => {
    const { PythonPool } = await import('./python/pool.ts')
    return new PythonPool({ ...options, ...python(), children: pythonChildren })
  }
  const pythonPool = () => {
    pythons ??= openPythons()
    return pythons
  }
  const runs = new SandboxPool({ ...options, worker })
  const strips = new SandboxPool<readonly string[], readonly Stripped[]>({
    worker: new URL('./strip-worker.js', worker),
    size: 1,
    wall: STRIP_WALL,
  })
  const waiting: (() => void)[] = []
  let running = 0
  const inTurn = async (run: () => Promise<PoolResult>, cancel?: AbortSignal): Promise<PoolResult> => {
    if (running >= RUNS_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return cancel?.aborted ? { status: 'refused', reason: 'closed' } : await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
  return {
    get workers() {
      return runs.workers + strips.workers
    },
    run(input, cancel) {
      const isPython = input.program.language === 'python'
      return inTurn(async () => (isPython ? (await pythonPool()).run(input) : runs.run(input)), cancel)
    },
    async together(work) {
      let lease: PythonLease | null = null
      try {
        return await work(async (input, cancel) => {
          if (input.program.language !== 'python') return inTurn(() => runs.run(input), cancel)
          const pool = await pythonPool()
          lease ??= pool.lease()
          const { run } = lease
          return cancel?.aborted ? { status: 'refused', reason: 'closed' } : run(input, cancel)
        })
      } finally {
        ;(lease as PythonLease | null)?.end()
      }
    },
    async warm(languages) {
      if ([...languages].includes('python')) await (await pythonPool()).warm()
    },
    strip: (texts) => strips.run(texts),
    async close() {
      await Promise.all([runs.close(), strips.close(), pythons?.then((pool) => pool.close())])
    },
  }
}
