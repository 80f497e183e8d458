import { extname } from 'node:path'
import type { PoolOptions } from '../runtime/sandbox/pool.ts'

/** What is asked of a thread takes minutes at most; what takes so long, in milliseconds, will not end. */
const WALL = 3_600_000

/** So many task files are worth a thread, which loads in half a second what works on them. */
export const FEWEST_SHARED = 25
/** So many are worth a further one. */
const FILES_A_THREAD = 100
/** Each holds a parser or a compiler of its own. */
const MOST = 3

/** How many threads so many task files are worth beside this one, and so many cores allow. */
export function threadsFor(files: number, cores: number): number {
  if (files < FEWEST_SHARED) return 0
  return Math.min(cores - 1, Math.ceil(files / FILES_A_THREAD), MOST)
}

interface ThreadOptions extends Omit<PoolOptions, 'wall' | 'worker'> {
  /** The name of the built worker. */
  readonly worker: string
  /** What is said where there is no answer, which is a bug of ours. */
  readonly failure: string
}

/** Where the sandbox's worker is, beside which others are built alike. */
export interface BuiltWorkers {
  readonly sandboxFiles: { readonly worker: URL }
}

interface Threads<Question, Answer> {
  /** One question at a time for each thread; others wait. */
  ask(question: Question): Promise<Answer>
  close(): Promise<void>
}

/** Threads of a worker that is built beside the sandbox's. None is started before there is something to ask. */
export async function openThreads<Question, Answer>(
  { sandboxFiles }: BuiltWorkers,
  { worker, failure, ...options }: ThreadOptions,
): Promise<Threads<Question, Answer>> {
  const { SandboxPool } = await import('../runtime/sandbox/pool.ts')
  const beside = sandboxFiles.worker
  const pool = new SandboxPool<Question, Answer>({
    ...options,
    worker: new URL(`./${worker}${extname(beside.pathname)}`, beside),
    wall: WALL,
  })
  return {
    async ask(question) {
      const answer = await pool.run(question)
      if (answer.status === 'ran') return answer.result
      throw new Error(`${failure}: ${answer.status === 'failed' ? answer.detail : answer.reason}`)
    },
    close: () => pool.close(),
  }
}
