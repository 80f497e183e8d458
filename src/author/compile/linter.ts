import { createHash } from 'node:crypto'
import type { Cache } from '../../core/cache.ts'
import { fileKey } from './content-key.ts'
import type { TaskFileContent } from './file-content.ts'
import type { FileReport, LintedCorpus } from './file-report.ts'
import { KnownFiles } from './known-files.ts'
import { readRun, writeRun } from './known-runs.ts'
import { type LintThreads, lintShared } from './lint-threads.ts'

export interface LinterOptions {
  /** Where to keep what was found; null where nothing of it may be kept or used. */
  readonly cache: Cache | null
  /** Names the tool as it was built: what another one found is worth nothing. */
  readonly toolIdentity: string | null
  /** Called before a file is linted, with how many are done of how many there are to do. */
  status?(done: number, all: number): void
  /** Opens threads that lint beside this one, or null where so many files are not worth one. They are closed again. */
  openThreads?(files: number): Promise<LintThreads | null>
}

export type Linter = (
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
) => Promise<LintedCorpus>

/**
 * Lints a corpus again and again. Of a file that is as it was, nothing is read again; where all files and the settings
 * are as they were, nothing at all is done. What is kept on disk goes by the content of files, so it is never stale.
 */
export function createLinter({ cache, toolIdentity, status, openThreads }: LinterOptions): Linter {
  const store = toolIdentity === null ? null : cache
  const tool = toolIdentity ?? ''
  let known: KnownFiles | null = null
  return async (files, config) => {
    const keyed = files.map((file) => ({ file, key: fileKey(tool, file) }))
    const inputs = [...(config ? [config] : []), ...files]
    const run = createHash('sha256')
      .update([...keyed.map(({ key }) => key), config ? fileKey(tool, config) : ''].join())
      .digest('hex')
    const before = store && (await readRun(store, run, inputs))
    if (before) return before
    known ??= await KnownFiles.read(store)
    const missing = keyed.filter(({ file, key }) => known?.report(key, file) === null)
    const threads = (await openThreads?.(missing.length)) ?? null
    try {
      await lintShared(missing, threads, known, status)
    } finally {
      await threads?.close()
    }
    const { settleReports } = await import('./lint-corpus.ts')
    const reports = keyed.map(({ file, key }) => known?.report(key, file) as FileReport)
    const linted = settleReports(reports, config)
    known.prune(new Set(keyed.map(({ key }) => key)))
    if (store) {
      if (missing.length > 0) await known.write(store)
      await writeRun(store, run, inputs, linted)
    }
    return linted
  }
}
