import { hasErrors } from '../../core/diagnostic.ts'
import { plural } from '../../report/pretty.ts'
import { formatProof } from '../../report/proof.ts'
import { checkerNames, declareChecker } from '../checkers.ts'
import type { CommandModule } from '../command.ts'
import { ExitCode, type Host } from '../host.ts'
import {
  declareFormat,
  type FormatOptions,
  formatNames,
  printDiagnostics,
  printReport,
} from '../print-diagnostics.ts'
import { readConfig, readCorpus } from '../read-corpus.ts'
import { withWorkbench } from '../workbench.ts'

interface ProveOptions extends FormatOptions {
  readonly update?: true
  readonly cache: boolean
  readonly checker: string
  readonly attacks?: true
}

export const proveCommand: CommandModule = {
  example: 'reviewgym prove tasks/orders.yaml',
  words: { '--format': formatNames, '--checker': checkerNames },
  declare: (command) =>
    declareChecker(declareFormat(command))
      .argument('[patterns...]', 'task files, folders or patterns (default: tasks)')
      .option('--attacks', 'let cheaters play every row too')
      .option('--update', 'write what happens into the outcomes of cases and tests, for you to review')
      .option('--no-cache', 'run everything again, whatever .reviewgym/ knows'),
  async run(host, [patterns], options: ProveOptions) {
    if (options.update) await updateOutcomes(patterns as string[], options, host)
    const { proveCorpus } = await import('../../author/compile/compile.ts')
    const files = await readCorpus(patterns as string[], host)
    const config = await readConfig(host)
    const { summaries, diagnostics } = await withWorkbench(
      host,
      (bench) => proveCorpus(files, bench, config),
      options,
    )
    if (!printReport(host, 'prove', { tasks: summaries }, diagnostics, options)) {
      host.status('')
      if (!options.quiet && summaries.length > 0) host.print(`${summaries.map(formatProof).join('\n\n')}\n\n`)
      printDiagnostics(diagnostics, options, host)
      if (!options.quiet && !hasErrors(diagnostics))
        host.print(`${plural(summaries.length, 'task')} proved${options.attacks ? ' and attacked' : ''}\n`)
    }
    return hasErrors(diagnostics) ? ExitCode.problems : ExitCode.ok
  },
}

/** What a run says of a value that cannot be told, in words. */
const opaqueWords: Readonly<Record<string, string>> = {
  circular: 'part of itself',
  function: 'a function',
  promise: 'a promise',
  symbol: 'a symbol',
  DataView: 'a view of bytes',
  unreadable: 'unreadable',
}

/** Rewrites the files whose outcomes are not what happens, and says which of them changed. */
async function updateOutcomes(patterns: string[], options: ProveOptions, host: Host): Promise<void> {
  const { updatedOutcomes } = await import('../../author/prove/update.ts')
  const files = await readCorpus(patterns, host)
  const updates = await withWorkbench(host, (bench) => updatedOutcomes(files, bench), options)
  host.status('')
  const isTold = !options.json && !options.quiet && (options.format ?? 'pretty') === 'pretty'
  for (const { path, text, changes, withheld } of updates) {
    if (changes.length > 0) await host.writeFile(path, text)
    if (!isTold) continue
    host.print(`${path}: ${plural(changes.length, 'outcome')} written\n`)
    for (const { place, before, after } of changes)
      host.print(`  ${place}\n    was ${before ?? 'not stated'}\n    now ${after}\n`)
    for (const { place, what } of withheld)
      host.print(
        `  ${place}\n    not written: something in it is ${opaqueWords[what] ?? what}, which no outcome equals; let the calls give something plainer\n`,
      )
  }
  if (updates.length === 0 && isTold) host.print('Every outcome is what happens: nothing was written\n')
  if (isTold) host.print('\n')
}
