import { readdirSync, readFileSync } from 'node:fs'
import { compileCorpus } from '../../src/author/compile/compile.ts'
import { bundleText } from '../../src/author/compile/emit.ts'
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

/** The repository's own corpus, compiled. */
export async function compiledCorpus(): Promise<{ readonly text: string; readonly bundle: OpenBundle }> {
  const { value, diagnostics } = await compileCorpus(corpusFiles())
  if (!value)
    throw new Error(`tasks/ does not compile: ${diagnostics.map(({ message }) => message).join('; ')}`)
  const text = bundleText(value)
  const opened = openBundle(text)
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return { text, bundle: opened.bundle }
}
