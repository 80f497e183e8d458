import { availableParallelism, tmpdir } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import type { PlainCheckedFile } from '../author/compile/check-files.ts'
import type { CheckThreads } from '../author/compile/compile-unproved.ts'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { NativeCompiler } from '../author/language/language.ts'
import type { Host } from './host.ts'

/** A part of the files is checked in seconds; what takes so long, in milliseconds, will not end. */
const WALL = 3_600_000
const HEAP_MEGABYTES = 4096
/** So many files are worth a thread, which loads all that checks them. */
const FILES = 100
/** Each holds a compiler of its own. */
const MOST = 4

/** Hardly anything of a file outlives its part, so that little room is enough for what is new. */
const YOUNG_MEGABYTES = 12
/** V8 lets a heap grow to several times what is in use before it looks what of it still is; here it looks sooner. */
const FRUGAL = '--heap-growing-percent=40'

/** Some files, and the compiler that their types are checked by where it is not the one that comes with this tool. */
export interface CheckJob {
  readonly files: readonly TaskFileContent[]
  readonly native: NativeCompiler | null
  /** Where programs are written for a compiler that reads files. */
  readonly temporary: string
}

/** Threads that check files while this one waits, as many as `files` are worth and cores are there; null where one would be alone. */
export async function openCheckThreads(
  { sandboxFiles: { worker } }: Pick<Host, 'sandboxFiles'>,
  files: number,
  native: NativeCompiler | null,
  cores = availableParallelism(),
): Promise<CheckThreads | null> {
  const count = Math.min(cores, Math.floor(files / FILES), MOST)
  if (count < 2) return null
  setFlagsFromString(FRUGAL)
  const { SandboxPool } = await import('../runtime/sandbox/pool.ts')
  const pool = new SandboxPool<CheckJob, readonly PlainCheckedFile[]>({
    worker: new URL('./check-worker.js', worker),
    size: count,
    queue: files,
    wall: WALL,
    heapMegabytes: HEAP_MEGABYTES,
    youngMegabytes: YOUNG_MEGABYTES,
  })
  return {
    async check(some) {
      const answer = await pool.run({ files: some, native, temporary: tmpdir() })
      if (answer.status === 'ran') return answer.result
      throw new Error(
        `The tasks could not be checked: ${answer.status === 'failed' ? answer.detail : answer.reason}`,
      )
    },
    close: () => pool.close(),
  }
}
