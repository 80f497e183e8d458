import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts'
import type { CheckUnit, TypeFault } from '../language/language.ts'
import { type PackedTask, packTask } from './bundle-pieces.ts'
import { describeFaults, programsOf } from './check-types.ts'
import type { TaskFileContent } from './file-content.ts'
import { type PlainReport, toPlainReport } from './known-files.ts'
import { lintFile } from './lint-corpus.ts'

/** What comes of a file by itself, without its types being checked or anything being run. */
export interface PackedFile {
  readonly path: string
  /** Without the text of the file, which would be in memory until all are packed. */
  readonly report: PlainReport
  /** Null where it is no task: what the rules say of one can be suppressed. */
  readonly task: {
    readonly language: string
    /** Its part of a bundle. */
    readonly packed: PackedTask
    /** The programs whose types are to be checked. */
    readonly units: readonly CheckUnit[]
  } | null
}

/** Lints a file, and packs it where it is a task. */
export async function packFile(file: TaskFileContent): Promise<PackedFile> {
  const { path } = file
  const { report: whole, task } = await lintFile(file)
  const report = toPlainReport(whole)
  if (!task || hasErrors(whole.faults)) return { path, report, task: null }
  const units = programsOf(task, true).map(({ unit }) => unit)
  return { path, report, task: { language: task.language.name, packed: packTask(task), units } }
}

/** What an author is told of the faults of these types, found in the programs of a file in their order. */
export async function describeFile(
  file: TaskFileContent,
  faults: readonly (readonly TypeFault[])[],
): Promise<readonly Diagnostic[]> {
  const { task } = await lintFile(file)
  return task ? describeFaults(programsOf(task, true), faults) : []
}
