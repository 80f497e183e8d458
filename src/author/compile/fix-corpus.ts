import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts'
import { applyFixes, type Fixed } from '../lint/apply-fixes.ts'
import type { TaskFileContent } from './file-content.ts'
import { lintCorpus } from './lint-corpus.ts'

/** A fix can make room for another one; more rounds than this mean that two of them quarrel. */
const MOST_ROUNDS = 10

export interface FixedFile extends Fixed {
  readonly path: string
}

/**
 * Task files with everything mended that a machine can mend safely; only those that change. A file that would have an
 * error afterwards that it did not have before stays as it is.
 */
export async function fixCorpus(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null = null,
): Promise<readonly FixedFile[]> {
  const before = await lintCorpus(files, config)
  let [current, { diagnostics }] = [files, before]
  const fixed = new Map<string, FixedFile>()
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const changed = current.flatMap((file) => fixFile(file, diagnostics))
    if (changed.length === 0) break
    for (const one of changed)
      fixed.set(one.path, { ...one, mended: [...(fixed.get(one.path)?.mended ?? []), ...one.mended] })
    current = current.map((file) => withText(file, fixed))
    diagnostics = (await lintCorpus(current, config)).diagnostics
  }
  const isWorse = (path: string) =>
    errorsIn(path, diagnostics).some((code) => !errorsIn(path, before.diagnostics).includes(code))
  return [...fixed.values()].filter(({ path }) => !isWorse(path))
}

function fixFile(file: TaskFileContent, diagnostics: readonly Diagnostic[]): readonly FixedFile[] {
  const own = diagnostics.filter(({ path }) => path === file.path)
  const source = own.find(({ fix }) => fix.length > 0)?.span?.source
  if (!source) return []
  const { text, mended } = applyFixes(source, own)
  return mended.length === 0 ? [] : [{ path: file.path, text, mended }]
}

function withText(file: TaskFileContent, fixed: ReadonlyMap<string, FixedFile>): TaskFileContent {
  const one = fixed.get(file.path)
  return one ? { path: file.path, bytes: new TextEncoder().encode(one.text) } : file
}

function errorsIn(path: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter((one) => one.path === path && hasErrors([one])).map(({ code }) => code)
}
