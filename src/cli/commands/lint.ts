import { hasErrors } from '../../core/diagnostic.ts'
import { plural } from '../../report/pretty.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { fixTasks } from '../fix-tasks.ts'
import { ExitCode } from '../host.ts'
import { printDiagnostics, printJson } from '../print-diagnostics.ts'
import { readConfig, readCorpus } from '../read-corpus.ts'

interface LintOptions extends CommonOptions {
  readonly fix?: true
}

export const lintCommand: CommandModule = {
  name: 'lint',
  summary: 'Check tasks without running any of their code',
  example: 'reviewgym lint tasks/web',
  declare: (command) =>
    command
      .argument('[patterns...]', 'task files, folders or patterns (default: tasks)')
      .option('--fix', 'mend what can be mended without changing what a task means'),
  async run(host, [patterns], options: LintOptions) {
    if (options.fix) await fixTasks(patterns as string[], options, host)
    const { lintCorpus } = await import('../../author/compile/lint-corpus.ts')
    const { tasks, diagnostics } = await lintCorpus(
      await readCorpus(patterns as string[], host),
      await readConfig(host),
    )
    if (options.json) printJson(host, 'lint', { tasks: tasks.map(({ spec }) => spec.id) }, diagnostics)
    else printDiagnostics(diagnostics, options, host)
    if (!options.json && !options.quiet && diagnostics.length === 0)
      host.print(`${plural(tasks.length, 'task')}, no problems\n`)
    return hasErrors(diagnostics) ? ExitCode.problems : ExitCode.ok
  },
}
