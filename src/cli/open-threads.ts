import { extname } from 'node:path'
import type { PoolOptions } from '../runtime/sandbox/pool.ts'

/** What is asked of a thread takes minutes at most; what takes so long, in milliseconds, will not end. */
const WALL = 3_600_000

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
