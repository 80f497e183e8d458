import { type Diagnostic, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import { type PackedBundle, packBundle } from './bundle-pieces.ts'
import type { TaskFileContent } from './file-content.ts'
import { describeFile } from './pack-file.ts'
import { type PackOptions, packShared } from './pack-shared.ts'
import { SettledCorpus } from './settled-corpus.ts'

/** From task files to a bundle of which nothing is run, in threads where there are any. */
export async function compileUnproved(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  options: PackOptions,
): Promise<{ readonly bundle: PackedBundle | null; readonly diagnostics: readonly Diagnostic[] }> {
  const checked = await packShared(files, options)
  const corpus = new SettledCorpus()
  corpus.update(
    files.flatMap(({ path }) => checked.get(path)?.report ?? []),
    [],
  )
  const settled = corpus.settle(config)
  const tasks = new Set(settled.tasks.map(({ path }) => path))
  const types: Diagnostic[] = []
  for (const file of files.filter(({ path }) => tasks.has(path))) {
    const { faults = [] } = checked.get(file.path) ?? {}
    if (faults.some(({ length }) => length > 0)) types.push(...(await describeFile(file, faults)))
  }
  const diagnostics = sortDiagnostics([...settled.diagnostics, ...types])
  if (hasErrors(diagnostics)) return { bundle: null, diagnostics }
  const packed = settled.tasks.flatMap(({ path }) => checked.get(path)?.packed ?? [])
  return { bundle: packBundle(packed, null, null), diagnostics }
}
