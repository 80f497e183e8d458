import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts'
import { groupBy } from '../../core/group.ts'
import type { NativeCompiler } from '../language/language.ts'
import { type PackedTask, packTask } from './bundle-pieces.ts'
import { checkTypes } from './check-types.ts'
import type { TaskFileContent } from './file-content.ts'
import type { FileReport } from './file-report.ts'
import { fromPlainReport, type PlainReport, toPlainReport } from './known-files.ts'
import { lintFile } from './lint-corpus.ts'
import { fromPlain, type PlainDiagnostic, toPlain } from './plain-diagnostics.ts'
import { sourcesOf } from './sources.ts'

/** What comes of a file by itself, without anything being run. */
export interface CheckedFile {
  readonly report: FileReport
  /** What its types are at fault with; of a file that is no task, nothing. */
  readonly types: readonly Diagnostic[]
  /** Its part of a bundle; null where it is no task, or has a fault of its types. */
  readonly packed: PackedTask | null
}

/** Lints files, checks the types of those that are tasks, and packs what has no fault: whatever the rules say of it can be suppressed. */
export async function checkFiles(
  files: readonly TaskFileContent[],
  native: NativeCompiler | null,
): Promise<readonly CheckedFile[]> {
  const linted = []
  for (const file of files) {
    const { report, task } = await lintFile(file)
    linted.push({ report, task: hasErrors(report.faults) ? null : task })
  }
  const tasks = linted.flatMap(({ task }) => task ?? [])
  const found = await checkTypes(tasks, { cache: null, native, isQuick: true })
  const byPath = groupBy(found, ({ path }) => path)
  return linted.map(({ report, task }) => {
    const types = byPath.get(report.path) ?? []
    return { report, types, packed: task && types.length === 0 ? packTask(task) : null }
  })
}

/** The same without the texts of files, for another thread. */
export interface PlainCheckedFile extends Pick<CheckedFile, 'packed'> {
  readonly report: PlainReport
  readonly types: readonly PlainDiagnostic[]
}

export function toPlainChecked({ report, types, packed }: CheckedFile): PlainCheckedFile {
  return { report: toPlainReport(report), types: types.map(toPlain), packed }
}

export function fromPlainChecked(
  { report, types, packed }: PlainCheckedFile,
  file: TaskFileContent,
): CheckedFile {
  const sourceAt = sourcesOf([file])
  return {
    report: fromPlainReport(report, file),
    types: types.map((one) => fromPlain(one, sourceAt)),
    packed,
  }
}
