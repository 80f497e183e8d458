import { hasErrors } from '../../core/diagnostic.ts'
import { plural } from '../../report/pretty.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode } from '../host.ts'
import { printDiagnostics, printJson } from '../print-diagnostics.ts'
import { readCorpus } from '../read-corpus.ts'

interface FmtOptions extends CommonOptions {
  readonly check?: true
}

export const fmtCommand: CommandModule = {
  example: 'reviewgym fmt --check',
  declare: (command) =>
    command
      .argument('[patterns...]', 'task files, folders or patterns (default: tasks)')
      .option('--check', 'write nothing; end with 1 where a file is not in its canonical form'),
  async run(host, [patterns], options: FmtOptions) {
    const { formatTask } = await import('../../author/compile/format-task.ts')
    const files = await readCorpus(patterns as string[], host)
    const formatted = files.map((file) => ({ path: file.path, ...formatTask(file) }))
    const changed = formatted.flatMap(({ path, value }) =>
      value && value.text !== value.canonical ? { path, text: value.canonical } : [],
    )
    if (!options.check) for (const { path, text } of changed) await host.writeFile(path, text)
    const diagnostics = formatted.flatMap((one) => one.diagnostics)
    const paths = changed.map(({ path }) => path)
    if (options.json) printJson(host, 'fmt', { files: files.length, changed: paths }, diagnostics)
    else {
      if (options.check || !options.quiet) for (const path of paths) host.print(`${path}\n`)
      printDiagnostics(diagnostics, options, host)
      if (!options.quiet) host.print(`${describe(files.length, paths.length, options)}\n`)
    }
    return hasErrors(diagnostics) || (options.check && paths.length > 0) ? ExitCode.problems : ExitCode.ok
  },
}

function describe(all: number, changed: number, { check }: FmtOptions): string {
  if (changed === 0) return `${plural(all, 'file')}, all in canonical form`
  const left = check ? 'not in canonical form: run `reviewgym fmt`' : 'formatted'
  return `${changed} of ${plural(all, 'file')} ${left}`
}
