import type { LinterOptions } from '../../author/compile/linter.ts'
import { hasErrors } from '../../core/diagnostic.ts'
import { plural } from '../../report/pretty.ts'
import type { CommandModule } from '../command.ts'
import { fileCache } from '../file-cache.ts'
import { fixTasks } from '../fix-tasks.ts'
import { ExitCode, type Host } from '../host.ts'
import {
  declareFormat,
  type FormatOptions,
  formatNames,
  printDiagnostics,
  printReport,
} from '../print-diagnostics.ts'
import { readConfig, readCorpus } from '../read-corpus.ts'
import { toolIdentity } from '../tool-identity.ts'

interface LintOptions extends FormatOptions {
  readonly fix?: true
  readonly cache: boolean
  readonly watch?: true
}

export const lintCommand: CommandModule = {
  example: 'reviewgym lint tasks/web',
  words: { '--format': formatNames },
  declare: (command) =>
    declareFormat(command)
      .argument('[patterns...]', 'task files, folders or patterns (default: tasks)')
      .option('--fix', 'mend what can be mended without changing what a task means')
      .option('--no-cache', 'lint everything again, whatever .reviewgym/ knows')
      .option('--watch', 'lint again whenever a task changes, and say what is new; Ctrl+C ends it'),
  async run(host, [patterns], options: LintOptions) {
    if (options.fix) await fixTasks(patterns as string[], options, host)
    const about: LinterOptions = {
      cache: options.cache ? fileCache(host) : null,
      toolIdentity: await toolIdentity(host),
      openThreads: async (files) => (await import('../lint-threads.ts')).openLintThreads(host, files),
      status: (done, all) => host.status(`linting: ${done} of ${plural(all, 'file')} …`),
    }
    if (options.watch) {
      await watchLint(patterns as string[], about, options, host)
      return ExitCode.ok
    }
    const { createLinter } = await import('../../author/compile/linter.ts')
    const linter = createLinter(about)
    const { tasks, diagnostics } = await linter(
      await readCorpus(patterns as string[], host),
      await readConfig(host),
    )
    const ids = tasks.map(({ id }) => id)
    if (!printReport(host, 'lint', { tasks: ids }, diagnostics, options)) {
      printDiagnostics(diagnostics, options, host)
      if (!options.quiet && diagnostics.length === 0)
        host.print(`${plural(tasks.length, 'task')}, no problems\n`)
    }
    return hasErrors(diagnostics) ? ExitCode.problems : ExitCode.ok
  },
}

/** What it found is kept for later runs at its end. */
async function watchLint(
  patterns: readonly string[],
  about: LinterOptions,
  options: LintOptions,
  host: Host,
): Promise<void> {
  const { WatchedLint } = await import('../../author/compile/watched-lint.ts')
  const { watch } = await import('../watch.ts')
  const lint = new WatchedLint(about)
  await watch(host, options, {
    patterns,
    async check(change) {
      const { diagnostics } = await lint.update(change)
      return { diagnostics, result: null }
    },
  })
  await lint.keep()
}
