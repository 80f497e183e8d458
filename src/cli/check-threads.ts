import { availableParallelism, tmpdir } from 'node:os'
import type { PlainCheckedFile } from '../author/compile/check-files.ts'
import type { CheckThreads } from '../author/compile/compile-unproved.ts'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { NativeCompiler } from '../author/language/language.ts'
import { collectSoon, readingThread } from './engine.ts'
import type { Host } from './host.ts'
import { openThreads } from './open-threads.ts'

/** So many files are worth a thread, which loads all that checks them. */
const FILES = 100
/** Each holds a compiler of its own. */
const MOST = 4

/** Some files, and the compiler that their types are checked by where it is not the one that comes with this tool. */
export interface CheckJob {
  readonly files: readonly TaskFileContent[]
  readonly native: NativeCompiler | null
  /** Where programs are written for a compiler that reads files. */
  readonly temporary: string
}

/** Threads that check files while this one waits, as many as `files` are worth and cores are there; null where one would be alone. */
export async function openCheckThreads(
  host: Pick<Host, 'sandboxFiles'>,
  files: number,
  native: NativeCompiler | null,
  cores = availableParallelism(),
): Promise<CheckThreads | null> {
  const count = Math.min(cores, Math.floor(files / FILES), MOST)
  if (count < 2) return null
  collectSoon()
  const { ask, close } = await openThreads<CheckJob, readonly PlainCheckedFile[]>(host, {
    worker: 'check-worker',
    failure: 'The tasks could not be checked',
    size: count,
    queue: files,
    ...readingThread,
  })
  return { check: (some) => ask({ files: some, native, temporary: tmpdir() }), close }
}
