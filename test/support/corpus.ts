import { readdirSync, readFileSync } from 'node:fs'
import { ensureCompiled } from '../../scripts/fresh.mjs'
import type { TaskFileContent } from '../../src/author/compile/read-task.ts'
import { openBundle } from '../../src/runtime/bundle/open.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'

/** The task files of the repository's own corpus. */
export function corpusFiles(): readonly TaskFileContent[] {
  return readdirSync('tasks', { recursive: true })
    .map((name) => `tasks/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .map((path) => ({ path, bytes: readFileSync(path) }))
}

/** The repository's own corpus, as `npm test` has compiled it; it is compiled again only if it or the tool has changed. */
export async function compiledCorpus(): Promise<{ readonly text: string; readonly bundle: OpenBundle }> {
  const text = readFileSync(await ensureCompiled(), 'utf8')
  const opened = openBundle(text)
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return { text, bundle: opened.bundle }
}
