import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { ensureCompiled, sourceHash } from '../../scripts/fresh.mjs'
import { compileCorpus } from '../../src/author/compile/compile.ts'
import { bundleText } from '../../src/author/compile/emit.ts'
import type { TaskFileContent } from '../../src/author/compile/file-content.ts'
import { sha256 } from '../../src/core/canonical-json.ts'
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
export async function compiledCorpus(): Promise<Compiled> {
  const text = readFileSync(await ensureCompiled(), 'utf8')
  const opened = openBundle(text)
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return { text, bundle: opened.bundle }
}

interface Compiled {
  readonly text: string
  readonly bundle: OpenBundle
}

/** Two TypeScript tasks of the corpus, compiled: for tests to which it is all the same what is reviewed. */
export function compiledPair(): Promise<Compiled> {
  return compiledOnce('pair', ['tasks/auth/password-reset.yaml', 'tasks/web/order-search.yaml'])
}

/** The template of a task about a change, compiled. */
export function compiledChange(): Promise<Compiled> {
  return compiledOnce('change', ['templates/change.typescript.yaml'])
}

/** Some task files compiled without proof. Kept as long as neither the sources nor the tasks change. */
async function compiledOnce(name: string, paths: readonly string[]): Promise<Compiled> {
  const files = paths.map((path) => ({ path, bytes: readFileSync(path) }))
  const key = sha256([await sourceHash(), ...files.map(({ bytes }) => bytes.toString('base64'))].join())
  const kept = `node_modules/.cache/reviewgym/${name}-${key.slice(0, 16)}.json`
  if (!existsSync(kept)) {
    const { value, diagnostics } = await compileCorpus(files)
    if (!value) throw new Error(diagnostics.map(({ message }) => message).join('; '))
    mkdirSync(dirname(kept), { recursive: true })
    writeFileSync(`${kept}.${process.pid}`, bundleText(value))
    renameSync(`${kept}.${process.pid}`, kept)
  }
  const text = readFileSync(kept, 'utf8')
  const opened = openBundle(text)
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return { text, bundle: opened.bundle }
}
