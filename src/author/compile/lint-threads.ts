import { groupBy } from '../../core/group.ts'
import { leaveUnoptimized } from '../language/unoptimized.ts'
import type { TaskFileContent } from './file-content.ts'
import { type KnownFiles, type PlainReport, toPlainReport } from './known-files.ts'

/** Threads that lint files beside the one that asks. */
export interface LintThreads {
  readonly count: number
  /** What each of the files says by itself, in their order. */
  lint(files: readonly TaskFileContent[]): Promise<readonly PlainReport[]>
  close(): Promise<void>
}

/** What a thread takes at a time, as long as there is much to do: it waits for more until this one is between two files. */
const MOST_AT_ONCE = 64

interface KeyedFile {
  readonly file: TaskFileContent
  readonly key: string
}

/** Lints each file once, here or in one of the threads, whoever is free, and adds what there is to say to what is known. */
export async function lintShared(
  files: readonly KeyedFile[],
  threads: LintThreads | null,
  known: KnownFiles,
  status?: (done: number, all: number) => void,
): Promise<void> {
  const { lintFile } = await import('./lint-corpus.ts')
  // The setting is one for all threads, so that none may put it back while another one works.
  leaveUnoptimized()
  // What is loaded for Python is large: those tasks are done here, as far as others keep the threads busy.
  const waiting = pythonFirst(files, ({ file }) => file).flat()
  let done = 0
  const here = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      status?.(done, files.length)
      // Reports know their whole file, which is read again at the end: until then a compiler's memory is in use.
      known.addPlain(next.key, toPlainReport((await lintFile(next.file)).report))
      done += 1
      // What the threads answer is heard in between.
      if (threads) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const elsewhere = async ({ count, lint }: LintThreads) => {
    // Fewer and fewer, so that no thread is long alone with its last ones.
    const take = () => waiting.splice(-Math.min(MOST_AT_ONCE, Math.ceil(waiting.length / (2 * count + 2))))
    for (let some = take(); some.length > 0; some = take()) {
      const reports = await lint(some.map(({ file }) => file))
      for (const [index, { key }] of some.entries()) known.addPlain(key, reports[index] as PlainReport)
      done += some.length
    }
  }
  const others = threads ? Array.from({ length: threads.count }, () => elsewhere(threads)) : []
  await Promise.all([...others, here()])
}

/** Those that are in Python, and the others: a guess, on which nothing hangs but who works on them, and beside which others. */
export function pythonFirst<One>(
  all: readonly One[],
  fileOf: (one: One) => TaskFileContent,
): readonly [readonly One[], readonly One[]] {
  const groups = groupBy(all, (one) => {
    const file = fileOf(one)
    return 'bytes' in file && Buffer.from(file.bytes).includes('\nlanguage: python') ? 'python' : 'others'
  })
  return [groups.get('python') ?? [], groups.get('others') ?? []]
}
