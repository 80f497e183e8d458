import { hasErrors } from '../../core/diagnostic.ts'
import { formatStats } from '../../report/stats.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode } from '../host.ts'
import { printDiagnostics, printJson } from '../print-diagnostics.ts'
import { readConfig, readCorpus } from '../read-corpus.ts'

export const statsCommand: CommandModule = {
  example: 'reviewgym stats --json',
  declare: (command) => command.argument('[patterns...]', 'task files, folders or patterns (default: tasks)'),
  async run(host, [patterns], options: CommonOptions) {
    const { lintCorpus } = await import('../../author/compile/lint-corpus.ts')
    const { corpusStats } = await import('../../author/compile/stats.ts')
    const files = await readCorpus(patterns as string[], host)
    host.status(`reading ${files.length} task files …`)
    const { tasks, diagnostics } = await lintCorpus(files, await readConfig(host))
    const errors = diagnostics.filter((one) => hasErrors([one]))
    const stats = corpusStats(tasks)
    if (options.json) printJson(host, 'stats', { ...stats }, errors)
    else {
      printDiagnostics(errors, options, host)
      if (!options.quiet) host.print(`${formatStats(stats)}\n`)
    }
    return errors.length > 0 ? ExitCode.problems : ExitCode.ok
  },
}
