import { availableParallelism } from 'node:os'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { PlainReport } from '../author/compile/known-files.ts'
import type { LintThreads } from '../author/compile/lint-threads.ts'
import { collectSoon, GROWTH, optimizeLate, readingThread } from './engine.ts'
import type { Host } from './host.ts'
import { openThreads } from './open-threads.ts'

/** So many files are worth a thread, which loads what the first one has loaded already. */
const FILES = 100
/** Each holds a compiler of its own. */
const MOST = 3

/** Threads that lint beside this one, as many as `files` are worth and cores are there; null where that is none. */
export async function openLintThreads(
  host: Pick<Host, 'sandboxFiles'>,
  files: number,
  cores = availableParallelism(),
): Promise<LintThreads | null> {
  if (files >= FILES) {
    collectSoon(GROWTH.little)
    optimizeLate()
  }
  const count = Math.min(cores - 1, Math.floor(files / FILES), MOST)
  if (count < 1) return null
  const { ask, close } = await openThreads<readonly TaskFileContent[], readonly PlainReport[]>(host, {
    worker: 'lint-worker',
    failure: 'The tasks could not be linted',
    size: count,
    ...readingThread,
  })
  return { count, lint: ask, close }
}
