import { createHash } from 'node:crypto'
import { type Cache, readKeyed, writeKeyed } from '../../core/cache.ts'
import type { TaskFileContent } from './file-content.ts'
import type { LintedCorpus } from './file-report.ts'
import { fromPlain, type PlainDiagnostic, toPlain } from './plain-diagnostics.ts'
import { sourcesOf } from './sources.ts'

interface Run {
  readonly tasks: LintedCorpus['tasks']
  readonly diagnostics: readonly PlainDiagnostic[]
}

/** What was found about just these files at the last time; null where they or the tool have changed since. */
export async function readRun(
  cache: Cache,
  key: string,
  files: readonly TaskFileContent[],
): Promise<LintedCorpus | null> {
  return readKeyed(cache, nameOf(files), key, ({ tasks, diagnostics }: Run) => {
    const sourceAt = sourcesOf(files)
    return { tasks, diagnostics: diagnostics.map((one) => fromPlain(one, sourceAt)) }
  })
}

export async function writeRun(
  cache: Cache,
  key: string,
  files: readonly TaskFileContent[],
  { tasks, diagnostics }: LintedCorpus,
): Promise<void> {
  const run: Run = { tasks, diagnostics: diagnostics.map(toPlain) }
  await writeKeyed(cache, nameOf(files), key, run)
}

/** One file for each set of paths, so that few are left behind. */
function nameOf(files: readonly TaskFileContent[]): string {
  const paths = createHash('sha256').update(files.map(({ path }) => path).join('\0'))
  return `lint/${paths.digest('hex').slice(0, 16)}.json`
}
