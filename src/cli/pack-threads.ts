import { availableParallelism, tmpdir } from 'node:os'
import type { Faults, Programs } from '../author/compile/check-programs.ts'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { PackedFile } from '../author/compile/pack-file.ts'
import type { PackOptions, PackThread } from '../author/compile/pack-shared.ts'
import type { UnprovedCorpus } from '../author/compile/unproved-corpus.ts'
import { nativeFor } from './checkers.ts'
import { collectSoon, GROWTH, readingThread } from './engine.ts'
import type { Host } from './host.ts'
import { FEWEST_SHARED, openThreads, threadsFor } from './open-threads.ts'

/** The native compiler has threads of its own: beside it only so many files are worth one of ours. */
const FEWEST_BESIDE_NATIVE = 100

/** Files to pack, or programs to check. */
export interface PackJob {
  readonly files: readonly TaskFileContent[]
  readonly programs: Programs | null
  /** Where programs are written for a compiler that reads files. */
  readonly temporary: string
}

export interface PackAnswer {
  readonly packed: readonly PackedFile[]
  readonly faults: Faults
}

export interface PackThreads {
  readonly threads: readonly PackThread[]
  close(): Promise<void>
}

/** Threads that compile beside this one, as many as `files` are worth and cores are there. */
export async function openPackThreads(
  host: Pick<Host, 'sandboxFiles'>,
  files: number,
  cores = availableParallelism(),
): Promise<PackThreads> {
  if (files >= FEWEST_SHARED) collectSoon(GROWTH.more)
  // One pool each: what a thread has done before is what it does fast.
  const pools = await Promise.all(
    Array.from({ length: threadsFor(files, cores) }, () =>
      openThreads<PackJob, PackAnswer>(host, {
        worker: 'pack-worker',
        failure: 'The tasks could not be compiled',
        size: 1,
        ...readingThread,
      }),
    ),
  )
  const temporary = tmpdir()
  // They start while this one loads; what hinders them is said when something is asked of them.
  for (const { ask } of pools) ask({ files: [], programs: null, temporary }).catch(() => {})
  return {
    threads: pools.map(({ ask }) => ({
      pack: async (files) => (await ask({ files, programs: null, temporary })).packed,
      checkPrograms: async (programs) => (await ask({ files: [], programs, temporary })).faults,
    })),
    async close() {
      await Promise.all(pools.map(({ close }) => close()))
    },
  }
}

/**
 * Compiles without proof, in threads where its files are worth them; types are checked by the checker of this name. Where it
 * is known how many files come first, their threads are started at once.
 */
export async function openUnproved(
  host: Host,
  checker: string | undefined,
  files: number | null = null,
): Promise<UnprovedCorpus> {
  const native = await nativeFor(checker)
  const open = (files: number) => openPackThreads(host, native && files < FEWEST_BESIDE_NATIVE ? 0 : files)
  let early = files === null ? null : open(files)
  const { UnprovedCorpus } = await import('../author/compile/unproved-corpus.ts')
  return new UnprovedCorpus(native, (files, pack) => {
    const opened = early ?? open(files)
    early = null
    return withPackThreads(host, files, opened, pack)
  })
}

/** Does `work` on so many files in threads, and says how far it is; one alone is done before that can be read. */
async function withPackThreads<Result>(
  host: Host,
  files: number,
  opened: Promise<PackThreads>,
  work: (shared: Pick<PackOptions, 'threads' | 'status'>) => Promise<Result>,
): Promise<Result> {
  const status = (done: number) => {
    if (files > 1) host.status(`compiling: ${done} of ${files} task files …`)
  }
  status(0)
  const { threads, close } = await opened
  try {
    return await work({ threads, status })
  } finally {
    await close()
  }
}
