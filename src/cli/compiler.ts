import type { ProvedCorpus } from '../author/compile/compile.ts'
import type { CorpusChange } from '../author/compile/watched-corpus.ts'
import type { Host } from './host.ts'
import { openThreads } from './open-threads.ts'

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
export async function openCompiler(host: Host): Promise<Compiler> {
  const { ask, close } = await openThreads<CompileJob, ProvedCorpus>(host, {
    worker: 'compile-worker',
    failure: 'The tasks could not be compiled',
    size: 1,
    heapMegabytes: HEAP_MEGABYTES,
  })
  const { worker, python } = host.sandboxFiles
  const { child, package: folder, kept } = python()
  const own = { worker: worker.href, python: { child: child.href, package: folder.href, kept } }
  return { prove: (change) => ask({ change, ...own }), close }
}
