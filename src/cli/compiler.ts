import type { ProvedCorpus } from '../author/compile/compile.ts'
import type { CorpusChange } from '../author/compile/watched-corpus.ts'
import type { Host } from './host.ts'

/** A corpus is compiled in minutes; what works for so long, in milliseconds, will not end. */
const WALL = 3_600_000
/** What the compiler of TypeScript and the programs of a large corpus take. */
const HEAP_MEGABYTES = 4096

/** How task files have changed, and where the thread finds what it runs programs with. */
export interface CompileJob {
  readonly change: CorpusChange
  readonly worker: string
  readonly python: { readonly child: string; readonly package: string; readonly kept: string | null }
}

export interface Compiler {
  /** Lints, checks and proves task files: all of them at first, then those that have changed. */
  prove(change: CorpusChange): Promise<ProvedCorpus>
  close(): Promise<void>
}

/** A thread that compiles, so that whoever asks can answer others meanwhile. It is kept, and warm from the second time on. */
export async function openCompiler({ sandboxFiles: { worker, python } }: Host): Promise<Compiler> {
  const { SandboxPool } = await import('../runtime/sandbox/pool.ts')
  const pool = new SandboxPool<CompileJob, ProvedCorpus>({
    worker: new URL('./compile-worker.js', worker),
    size: 1,
    wall: WALL,
    heapMegabytes: HEAP_MEGABYTES,
  })
  const { child, package: folder, kept } = python()
  const own = { worker: worker.href, python: { child: child.href, package: folder.href, kept } }
  return {
    async prove(change) {
      const answer = await pool.run({ change, ...own })
      if (answer.status === 'ran') return answer.result
      throw new Error(
        `The tasks could not be compiled: ${answer.status === 'failed' ? answer.detail : answer.reason}`,
      )
    },
    close: () => pool.close(),
  }
}
