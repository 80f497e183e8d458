import { type Diagnostic, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import type { NativeCompiler } from '../language/language.ts'
import { type PackedBundle, type PackedTask, packBundle } from './bundle-pieces.ts'
import type { TaskFileContent } from './file-content.ts'
import { fromPlainReport } from './known-files.ts'
import { pythonFirst } from './lint-threads.ts'
import { describeFile } from './pack-file.ts'
import { type CheckedFile, type PackOptions, packShared } from './pack-shared.ts'
import { SettledCorpus } from './settled-corpus.ts'
import type { CorpusChange } from './watched-corpus.ts'

/** What is known of a file, all of which hangs on its content alone. */
interface Known {
  /** Its part of a bundle; null where it is no task. */
  readonly packed: PackedTask | null
  readonly types: readonly Diagnostic[]
  /** The keys of its programs without type errors, the last that it had: most edits are of texts, and leave them as they are. */
  readonly clean: readonly string[]
}

/** What came of the present files. */
export interface UnprovedState {
  /** Null as long as any file has an error. */
  readonly bundle: PackedBundle | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Has so many files packed in threads, or in this one alone; the threads are gone when it is done. */
type PackSharing = (
  files: number,
  pack: (shared: Pick<PackOptions, 'threads' | 'status'>) => Promise<ReadonlyMap<string, CheckedFile>>,
) => Promise<ReadonlyMap<string, CheckedFile>>

/** Compiles task files as they change, without a workbench: nothing is run, and the bundle says that it was not proved. */
export class UnprovedCorpus {
  readonly #native: NativeCompiler | null
  readonly #sharing: PackSharing
  readonly #corpus = new SettledCorpus()
  readonly #known = new Map<string, Known>()
  /** Whether types were only checked in other threads as yet. */
  #isNewToThis = false

  /** `native`, where it is not null, is asked first in which programs there is anything wrong. */
  constructor(native: NativeCompiler | null, sharing: PackSharing) {
    this.#native = native
    this.#sharing = sharing
  }

  /** Takes all files at first, and then those that have changed. */
  async update({ changed, gone, config }: CorpusChange): Promise<UnprovedState> {
    const clean = new Set(changed.flatMap(({ path }) => this.#known.get(path)?.clean ?? []))
    const checked = await this.#sharing(changed.length, (shared) => {
      this.#isNewToThis = shared.threads.length > 0
      return packShared(changed, { native: this.#native, clean, ...shared })
    })
    for (const path of gone) this.#known.delete(path)
    const reports = []
    for (const file of changed) {
      const found = checked.get(file.path) as CheckedFile
      this.#known.set(file.path, await knownOf(file, found, this.#known.get(file.path)))
      reports.push(fromPlainReport(found.report, file))
    }
    this.#corpus.update(reports, gone)
    return this.#conclude(config)
  }

  /**
   * Has one of these files compiled in this thread where others have checked types: a compiler takes a second for its first
   * program, for which nobody is to wait after a save.
   */
  async prepare(files: readonly TaskFileContent[]): Promise<void> {
    const [, others] = pythonFirst(files, (file) => file)
    const some = others.find(({ path }) => this.#known.get(path)?.packed)
    if (this.#isNewToThis && some)
      await packShared([some], { native: this.#native, threads: [], clean: new Set() })
    this.#isNewToThis = false
  }

  #conclude(config: TaskFileContent | null): UnprovedState {
    const settled = this.#corpus.settle(config)
    const tasks = settled.tasks.flatMap(({ path }) => this.#known.get(path) ?? [])
    const diagnostics = sortDiagnostics([...settled.diagnostics, ...tasks.flatMap(({ types }) => types)])
    if (hasErrors(diagnostics)) return { bundle: null, diagnostics }
    const packed = tasks.flatMap((task) => task.packed ?? [])
    return { bundle: packBundle(packed, null, null), diagnostics }
  }
}

async function knownOf(
  file: TaskFileContent,
  { packed, programs }: CheckedFile,
  before: Known | undefined,
): Promise<Known> {
  const faults = programs.map((program) => program.faults)
  const isClean = faults.every(({ length }) => length === 0)
  const clean = programs.filter((program) => program.faults.length === 0).map(({ key }) => key)
  return {
    packed,
    types: isClean ? [] : await describeFile(file, faults),
    clean: packed ? clean : (before?.clean ?? []),
  }
}
