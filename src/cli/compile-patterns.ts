import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Bundle } from '../model/bundle.ts'
import { nativeFor } from './checkers.ts'
import { type Host, UsageError } from './host.ts'
import { readConfig, readCorpus, reasonOf } from './read-corpus.ts'
import { type WorkOptions, withWorkbench } from './workbench.ts'

interface CompileOptions extends WorkOptions {
  readonly prove?: boolean
}

/** Compiles the tasks that patterns name; without proof none of their code is run. Cheaters play them where that is asked for. */
export async function compilePatterns(
  patterns: readonly string[],
  host: Host,
  options: CompileOptions = {},
): Promise<Outcome<Bundle>> {
  return compileFiles(await readCorpus(patterns, host), await readConfig(host), host, options)
}

/** The same, with the files at hand. */
export async function compileFiles(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  host: Host,
  { prove = true, ...options }: CompileOptions,
): Promise<Outcome<Bundle>> {
  host.status(`compiling ${files.length} task files …`)
  const { optimizeLate } = await import('./engine.ts')
  optimizeLate()
  if (!prove) return compileWithoutProof(files, config, host, options)
  const { compileCorpus } = await import('../author/compile/compile.ts')
  return withWorkbench(host, (bench) => compileCorpus(files, bench, config), options)
}

async function compileWithoutProof(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  host: Host,
  { checker }: WorkOptions,
): Promise<Outcome<Bundle>> {
  const native = await nativeFor(checker)
  const { openPackThreads } = await import('./pack-threads.ts')
  const { threads, close } = await openPackThreads(host, files.length)
  try {
    const { compileUnproved } = await import('../author/compile/compile-unproved.ts')
    const status = (done: number, all: number) => host.status(`compiling: ${done} of ${all} task files …`)
    const { bundle, diagnostics } = await compileUnproved(files, config, { native, threads, status })
    const { bundleOf } = await import('../author/compile/bundle-pieces.ts')
    return { value: bundle && bundleOf(bundle), diagnostics }
  } finally {
    await close()
  }
}

/** Writes a bundle where it is wanted, or under its hash; answers where that is, and what it holds. */
export async function writeBundle(
  bundle: Bundle,
  output: string | null,
  host: Host,
): Promise<{ readonly path: string; readonly text: string }> {
  const { bundleText } = await import('../author/compile/emit.ts')
  const path = output ?? `.reviewgym/${bundle.sha256}.json`
  const text = bundleText(bundle)
  try {
    await host.writeFile(path, text)
  } catch (cause) {
    throw new UsageError(`\`${path}\` cannot be written (${reasonOf(cause)})`)
  }
  return { path, text }
}
