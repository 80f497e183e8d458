import type { Outcome } from '../core/outcome.ts'
import type { Bundle } from '../model/bundle.ts'
import { nativeFor } from './checkers.ts'
import { type Host, UsageError } from './host.ts'
import { readConfig, readCorpus, reasonOf } from './read-corpus.ts'
import { type WorkOptions, withWorkbench } from './workbench.ts'

/** Compiles the tasks that patterns name; without proof none of their code is run. Cheaters play them where that is asked for. */
export async function compilePatterns(
  patterns: readonly string[],
  host: Host,
  { prove = true, ...options }: WorkOptions & { readonly prove?: boolean } = {},
): Promise<Outcome<Bundle>> {
  const files = await readCorpus(patterns, host)
  const config = await readConfig(host)
  host.status(`compiling ${files.length} task files …`)
  const { compileCorpus } = await import('../author/compile/compile.ts')
  return prove
    ? withWorkbench(host, (bench) => compileCorpus(files, bench, config), options)
    : compileCorpus(files, null, config, await nativeFor(options.checker))
}

/** Writes a bundle where it is wanted, or under its hash; answers where that is. */
export async function writeBundle(bundle: Bundle, output: string | null, host: Host): Promise<string> {
  const { bundleText } = await import('../author/compile/emit.ts')
  const path = output ?? `.reviewgym/${bundle.sha256}.json`
  try {
    await host.writeFile(path, bundleText(bundle))
  } catch (cause) {
    throw new UsageError(`\`${path}\` cannot be written (${reasonOf(cause)})`)
  }
  return path
}
