import { hasErrors } from '../../core/diagnostic.ts'
import { plural } from '../../report/pretty.ts'
import { formatProof } from '../../report/proof.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host } from '../host.ts'
import { printDiagnostics, printJson } from '../print-diagnostics.ts'
import { readConfig, readCorpus } from '../read-corpus.ts'
import { withWorkbench } from '../workbench.ts'

interface ProveOptions extends CommonOptions {
  readonly update?: true
}

export const proveCommand: CommandModule = {
  name: 'prove',
  summary: 'Run what tasks claim: every witness and test on every variant',
  example: 'reviewgym prove tasks/orders.yaml',
  declare: (command) =>
    command
      .argument('[patterns...]', 'task files, folders or patterns (default: tasks)')
      .option('--update', 'write what happens into the outcomes of cases and tests, for you to review'),
  async run(host, [patterns], options: ProveOptions) {
    if (options.update) await updateOutcomes(patterns as string[], options, host)
    const { proveCorpus } = await import('../../author/compile/compile.ts')
    const files = await readCorpus(patterns as string[], host)
    const config = await readConfig(host)
    const { summaries, diagnostics } = await withWorkbench(host, (bench) => proveCorpus(files, bench, config))
    if (options.json) printJson(host, 'prove', { tasks: summaries }, diagnostics)
    else {
      host.status('')
      if (!options.quiet && summaries.length > 0) host.print(`${summaries.map(formatProof).join('\n\n')}\n\n`)
      printDiagnostics(diagnostics, options, host)
      if (!options.quiet && !hasErrors(diagnostics))
        host.print(`${plural(summaries.length, 'task')} proved\n`)
    }
    return hasErrors(diagnostics) ? ExitCode.problems : ExitCode.ok
  },
}

/** Rewrites the files whose outcomes are not what happens, and says which of them changed. */
async function updateOutcomes(patterns: string[], options: ProveOptions, host: Host): Promise<void> {
  const { updatedOutcomes } = await import('../../author/prove/update.ts')
  const files = await readCorpus(patterns, host)
  const updates = await withWorkbench(host, (bench) => updatedOutcomes(files, bench))
  host.status('')
  for (const { path, text, changes } of updates) {
    await host.writeFile(path, text)
    if (options.json || options.quiet) continue
    host.print(`${path}: ${plural(changes.length, 'outcome')} written\n`)
    for (const { place, before, after } of changes)
      host.print(`  ${place}\n    was ${before ?? 'not stated'}\n    now ${after}\n`)
  }
  if (updates.length === 0 && !options.json && !options.quiet)
    host.print('Every outcome is what happens: nothing was written\n')
  if (!options.json && !options.quiet) host.print('\n')
}
