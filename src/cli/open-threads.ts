import type { PoolOptions } from '../runtime/sandbox/pool.ts'
import type { Host } from './host.ts'

/** What is asked of a thread takes seconds; what takes so long, in milliseconds, will not end. */
const WALL = 3_600_000

interface ThreadOptions extends Omit<PoolOptions, 'wall' | 'worker'> {
  /** The name of the built worker. */
  readonly worker: string
  /** What is said where there is no answer, which is a bug of ours. */
  readonly failure: string
}

interface Threads<Question, Answer> {
  /** One question at a time for each thread; others wait. */
  ask(question: Question): Promise<Answer>
  close(): Promise<void>
}

/** Threads of a worker that is built beside the sandbox's. None is started before there is something to ask. */
export async function openThreads<Question, Answer>(
  { sandboxFiles }: Pick<Host, 'sandboxFiles'>,
  { worker, failure, ...options }: ThreadOptions,
): Promise<Threads<Question, Answer>> {
  const { SandboxPool } = await import('../runtime/sandbox/pool.ts')
  const pool = new SandboxPool<Question, Answer>({
    ...options,
    worker: new URL(`./${worker}.js`, sandboxFiles.worker),
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
