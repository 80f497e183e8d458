import { type Diagnostic, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import type { NativeCompiler } from '../language/language.ts'
import { type PackedBundle, packBundle } from './bundle-pieces.ts'
import { type CheckedFile, checkFiles, fromPlainChecked, type PlainCheckedFile } from './check-files.ts'
import type { TaskFileContent } from './file-content.ts'
import { isInPython } from './lint-threads.ts'
import { SettledCorpus } from './settled-corpus.ts'

/** So many files are checked together: their code is in memory at once, and each further program costs the checker anew. */
const AT_ONCE = 50
/** The checker of Python is started for each part, which takes seconds; it holds no memory of ours. */
const IN_PYTHON_AT_ONCE = 500

/** Threads that check files. */
export interface CheckThreads {
  check(files: readonly TaskFileContent[]): Promise<readonly PlainCheckedFile[]>
  close(): Promise<void>
}

interface UnprovedOptions {
  readonly native: NativeCompiler | null
  /** Check all files, where there are any. */
  readonly threads: CheckThreads | null
  status?(done: number, all: number): void
}

/** What {@link compileCorpus} makes of the same files without a workbench, a part of them at a time. */
export async function compileUnproved(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  { native, threads, status }: UnprovedOptions,
): Promise<{ readonly bundle: PackedBundle | null; readonly diagnostics: readonly Diagnostic[] }> {
  const checked = new Map<string, CheckedFile>()
  const add = (some: readonly CheckedFile[]) => {
    for (const one of some) checked.set(one.report.path, one)
    status?.(checked.size, files.length)
  }
  const python = new Set(files.filter((file) => isInPython({ file })))
  const others = files.filter((file) => !python.has(file))
  const parts = [...partsOf([...python], IN_PYTHON_AT_ONCE), ...partsOf(others, AT_ONCE)]
  if (threads) await Promise.all(parts.map(async (part) => add(await checkedBy(threads, part))))
  else for (const part of parts) add(await checkFiles(part, native))
  const corpus = new SettledCorpus()
  corpus.update(
    files.flatMap(({ path }) => checked.get(path)?.report ?? []),
    [],
  )
  const { tasks, diagnostics } = corpus.settle(config)
  const sound = tasks.flatMap(({ path }) => checked.get(path) ?? [])
  const all = sortDiagnostics([...diagnostics, ...sound.flatMap(({ types }) => types)])
  if (hasErrors(all)) return { bundle: null, diagnostics: all }
  const packed = sound.flatMap((one) => one.packed ?? [])
  return { bundle: packBundle(packed, null, null), diagnostics: all }
}

function partsOf(files: readonly TaskFileContent[], size: number): readonly (readonly TaskFileContent[])[] {
  const count = Math.ceil(files.length / size)
  return Array.from({ length: count }, (_, index) => files.slice(index * size, (index + 1) * size))
}

async function checkedBy(
  threads: CheckThreads,
  files: readonly TaskFileContent[],
): Promise<readonly CheckedFile[]> {
  const plain = await threads.check(files)
  return files.map((file, index) => fromPlainChecked(plain[index] as PlainCheckedFile, file))
}
