import type { TaskFileContent } from '../author/compile/file-content.ts'
import type { UnprovedState } from '../author/compile/unproved-corpus.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Bundle } from '../model/bundle.ts'
import type { Host } from './host.ts'
import { readConfig, readCorpus } from './read-corpus.ts'
import { type WorkOptions, withWorkbench } from './workbench.ts'

interface CompileOptions extends WorkOptions {
  readonly prove?: boolean
}

/** Compiles the tasks that patterns name; without proof none of their code is run. Cheaters play them where that is asked for. */
export async function compilePatterns(
  patterns: readonly string[],
  host: Host,
  { prove = true, ...options }: CompileOptions = {},
): Promise<Outcome<Bundle>> {
  const [files, config] = [await readCorpus(patterns, host), await readConfig(host)]
  await prepare(files, host)
  if (prove) return compileWithProof(files, config, host, options)
  const { bundle, diagnostics } = await compileWithoutProof(files, config, host, options)
  const { bundleOf } = await import('../author/compile/bundle-pieces.ts')
  return { value: bundle && bundleOf(bundle), diagnostics }
}

/** The same with the files at hand, and a bundle that is to be written. */
export async function compileFiles(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  host: Host,
  { prove = true, ...options }: CompileOptions,
): Promise<UnprovedState> {
  await prepare(files, host)
  if (!prove) return compileWithoutProof(files, config, host, options)
  const { value, diagnostics } = await compileWithProof(files, config, host, options)
  const { packWhole } = await import('../author/compile/bundle-pieces.ts')
  return { bundle: value && packWhole(value), diagnostics }
}

async function prepare(files: readonly TaskFileContent[], host: Host): Promise<void> {
  host.status(`compiling ${files.length} task files …`)
  const { keepYoungSmall, optimizeLate } = await import('./engine.ts')
  keepYoungSmall()
  optimizeLate()
}

async function compileWithProof(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  host: Host,
  options: WorkOptions,
): Promise<Outcome<Bundle>> {
  const { compileCorpus } = await import('../author/compile/compile.ts')
  return withWorkbench(host, (bench) => compileCorpus(files, bench, config), options)
}

async function compileWithoutProof(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
  host: Host,
  { checker }: WorkOptions,
) {
  const { openUnproved } = await import('./pack-threads.ts')
  const corpus = await openUnproved(host, checker, files.length)
  return corpus.update({ changed: files, gone: [], config })
}
