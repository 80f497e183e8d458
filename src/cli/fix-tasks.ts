import { placeOf, plural } from '../report/pretty.ts'
import type { CommonOptions } from './command.ts'
import type { Host } from './host.ts'
import { readConfig, readCorpus } from './read-corpus.ts'

/** Mends task files as far as that is safe, and says what was mended where. */
export async function fixTasks(
  patterns: readonly string[],
  options: CommonOptions,
  host: Host,
): Promise<void> {
  const { fixCorpus } = await import('../author/compile/fix-corpus.ts')
  const fixed = await fixCorpus(await readCorpus(patterns, host), await readConfig(host))
  for (const { path, text, mended } of fixed) {
    await host.writeFile(path, text)
    if (options.json || options.quiet) continue
    host.print(`${path}: ${plural(mended.length, 'problem')} mended\n`)
    for (const { code, message, span } of mended)
      host.print(`  ${span ? placeOf(span) : path} ${code} ${message}\n`)
  }
  if (fixed.length > 0 && !options.json && !options.quiet) host.print('\n')
}
