import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { PlainReport } from '../author/compile/known-files.ts'
import type { LintThreads } from '../author/compile/lint-threads.ts'
import type { Host } from './host.ts'
import { openThreads } from './open-threads.ts'

/** No less than one thread alone may hold. */
const HEAP_MEGABYTES = 4096
/** So many files are worth a thread, which loads what the first one has loaded already. */
const FILES = 100
/** Each holds a compiler of its own. */
const MOST = 3

/** Hardly anything of a task outlives it, so that little room is enough for what is new. */
const YOUNG_MEGABYTES = 12
/** V8 lets a heap grow to several times what is in use before it looks what of it still is; here it looks sooner. */
const FRUGAL = '--heap-growing-percent=40'
/**
 * How much of a function, in bytes of its code, is run before V8 asks whether to optimize it; four times what it is set to.
 * Lint has thousands of functions with a little to do each: optimizing them took a quarter of the processor's time.
 */
const PATIENT = '--interrupt-budget=270000'

/** Threads that lint beside this one, as many as `files` are worth and cores are there; null where that is none. */
export async function openLintThreads(
  host: Pick<Host, 'sandboxFiles'>,
  files: number,
  cores = availableParallelism(),
): Promise<LintThreads | null> {
  if (files >= FILES) for (const flag of [FRUGAL, PATIENT]) setFlagsFromString(flag)
  const count = Math.min(cores - 1, Math.floor(files / FILES), MOST)
  if (count < 1) return null
  const { ask, close } = await openThreads<readonly TaskFileContent[], readonly PlainReport[]>(host, {
    worker: 'lint-worker',
    failure: 'The tasks could not be linted',
    size: count,
    heapMegabytes: HEAP_MEGABYTES,
    youngMegabytes: YOUNG_MEGABYTES,
  })
  return { count, lint: ask, close }
}
