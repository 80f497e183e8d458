import { plural } from '../../report/pretty.ts'
import type { CommandModule } from '../command.ts'
import { compilePatterns, writeBundle } from '../compile-patterns.ts'
import { ExitCode } from '../host.ts'
import {
  declareFormat,
  type FormatOptions,
  formatNames,
  printDiagnostics,
  printReport,
} from '../print-diagnostics.ts'

interface CompileOptions extends FormatOptions {
  readonly output?: string
  readonly prove: boolean
}

export const compileCommand: CommandModule = {
  name: 'compile',
  summary: 'Compile tasks into a bundle',
  example: 'reviewgym compile tasks -o corpus.json',
  words: { '--format': formatNames },
  declare: (command) =>
    declareFormat(command)
      .argument('[patterns...]', 'task files, folders or patterns (default: tasks)')
      .option('-o, --output <file>', 'where to write the bundle (default: .reviewgym/<sha256>.json)')
      .option('--no-prove', 'run nothing: quick, and the bundle says that it was not proved'),
  async run(host, [patterns], options: CompileOptions) {
    const { value: bundle, diagnostics } = await compilePatterns(patterns as string[], host, options)
    const path = bundle && (await writeBundle(bundle, options.output ?? null, host))
    const content = { bundle: path, sha256: bundle?.sha256 ?? null }
    const isReported = printReport(host, 'compile', content, diagnostics, options)
    if (!isReported) printDiagnostics(diagnostics, options, host)
    if (bundle === null) return ExitCode.problems
    const rows = bundle.public.tasks.reduce((total, task) => total + task.rows.length, 0)
    if (!isReported && !options.quiet)
      host.print(
        `${plural(bundle.public.tasks.length, 'task')}, ${plural(rows, 'row')}, ${bundle.proof ? 'proved' : 'not proved'}, sha256 ${bundle.sha256}\n${path}\n`,
      )
    return ExitCode.ok
  },
}
