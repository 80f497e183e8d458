import { placeOf, plural } from '../report/pretty.ts'
import type { Host } from './host.ts'
import type { FormatOptions } from './print-diagnostics.ts'
import { readConfig, readCorpus } from './read-corpus.ts'

/** Mends task files as far as that is safe, and says what was mended where. */
export async function fixTasks(
  patterns: readonly string[],
  { json, format = 'pretty', quiet }: FormatOptions,
  host: Host,
): Promise<void> {
  const { fixCorpus } = await import('../author/compile/fix-corpus.ts')
  const fixed = await fixCorpus(await readCorpus(patterns, host), await readConfig(host))
  const isTold = !json && !quiet && format === 'pretty'
  for (const { path, text, mended } of fixed) {
    await host.writeFile(path, text)
    if (!isTold) continue
    host.print(`${path}: ${plural(mended.length, 'problem')} mended\n`)
    for (const { code, message, span } of mended)
      host.print(`  ${span ? placeOf(span) : path} ${code} ${message}\n`)
  }
  if (fixed.length > 0 && isTold) host.print('\n')
}
