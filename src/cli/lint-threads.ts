import { availableParallelism } from 'node:os'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { PlainReport } from '../author/compile/known-files.ts'
import type { LintThreads } from '../author/compile/lint-threads.ts'
import { collectSoon, GROWTH, optimizeLate, readingThread } from './engine.ts'
import type { Host } from './host.ts'
import { FEWEST_SHARED, openThreads, threadsFor } from './open-threads.ts'

/** Threads that lint beside this one, as many as `files` are worth and cores are there; null where that is none. */
export async function openLintThreads(
  host: Pick<Host, 'sandboxFiles'>,
  files: number,
  cores = availableParallelism(),
): Promise<LintThreads | null> {
  if (files >= FEWEST_SHARED) {
    collectSoon(GROWTH.little)
    optimizeLate()
  }
  const count = threadsFor(files, cores)
  if (count === 0) return null
  const { ask, close } = await openThreads<readonly TaskFileContent[], readonly PlainReport[]>(host, {
    worker: 'lint-worker',
    failure: 'The tasks could not be linted',
    size: count,
    ...readingThread,
  })
  return { count, lint: ask, close }
}
