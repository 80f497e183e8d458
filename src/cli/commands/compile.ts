import type { LintFile } from '../../author/compile/lint-corpus.ts'
import type { Diagnostic } from '../../core/diagnostic.ts'
import type { Bundle } from '../../model/bundle.ts'
import { plural } from '../../report/pretty.ts'
import { checkerNames, declareChecker, nativeFor } from '../checkers.ts'
import type { CommandModule } from '../command.ts'
import { compileFiles, compilePatterns, writeBundle } from '../compile-patterns.ts'
import { describeChecks } from '../describe-checks.ts'
import type { Finished } from '../finished-compile.ts'
import { ExitCode, type Host } from '../host.ts'
import {
  declareFormat,
  type FormatOptions,
  formatNames,
  printDiagnostics,
  printReport,
} from '../print-diagnostics.ts'
import { readConfig, readCorpus } from '../read-corpus.ts'
import type { Round } from '../watch.ts'

interface CompileOptions extends FormatOptions {
  readonly output?: string
  readonly prove: boolean
  readonly cache: boolean
  readonly checker: string
  readonly watch?: true
  /** Where it is not said, cheaters play unless somebody waits for what is new. */
  readonly attacks?: boolean
}

export const compileCommand: CommandModule = {
  example: 'reviewgym compile tasks -o corpus.json',
  words: { '--format': formatNames, '--checker': checkerNames },
  declare: (command) =>
    declareChecker(declareFormat(command))
      .argument('[patterns...]', 'task files, folders or patterns (default: tasks)')
      .option('-o, --output <file>', 'where to write the bundle (default: .reviewgym/<sha256>.json)')
      .option('--no-prove', 'run nothing: quick, and the bundle says that it was not proved')
      .option('--no-cache', 'do everything again, whatever .reviewgym/ knows')
      .option('--watch', 'compile again whenever a task changes, and say what is new; Ctrl+C ends it')
      .option(
        '--attacks',
        'let cheaters play every row: one that earns too much is an error (default; not with --watch)',
      )
      .option('--no-attacks', 'let none play: quick, and the bundle says so'),
  async run(host, [patterns], options: CompileOptions) {
    if (options.watch) {
      const { watch } = await import('../watch.ts')
      const { lintingChanged } = await import('../../author/compile/lint-corpus.ts')
      const lint = lintingChanged()
      await watch(host, options, {
        patterns: patterns as string[],
        check: () => watched(host, patterns as string[], { ...options, lint }),
      })
      return ExitCode.ok
    }
    const { bundle, diagnostics } = await compiled(host, patterns as string[], options)
    const content = { bundle: bundle?.path ?? null, sha256: bundle?.sha256 ?? null }
    const isReported = printReport(host, 'compile', content, diagnostics, options)
    if (!isReported) printDiagnostics(diagnostics, options, host)
    if (bundle === null) {
      const stale = await staleBundle(options.output ?? null, host)
      if (stale !== null) host.printError(`error: ${stale}\n`)
      return ExitCode.problems
    }
    if (!isReported && !options.quiet) host.print(`${bundle.description}\n${bundle.path}\n`)
    return ExitCode.ok
  },
}

interface Compiled {
  readonly bundle: Pick<Finished, 'sha256' | 'path' | 'description'> | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles and writes the bundle, unless that is what was done the last time. */
async function compiled(host: Host, patterns: readonly string[], options: CompileOptions): Promise<Compiled> {
  const { prove, cache, checker, attacks = true } = options
  const output = options.output ?? null
  const files = await readCorpus(patterns, host)
  const config = await readConfig(host)
  const { FinishedCompile } = await import('../finished-compile.ts')
  const native = await nativeFor(checker)
  const way = JSON.stringify([prove, prove && attacks, native?.version ?? null, output])
  const finished = await FinishedCompile.open(host, config ? [config, ...files] : files, way)
  const before = cache ? await finished.read() : null
  if (before) return { bundle: before, diagnostics: before.diagnostics }
  const { value, diagnostics } = await compileFiles(files, config, host, { ...options, attacks })
  if (value === null) return { bundle: null, diagnostics }
  const { path, text } = await writeBundle(value, output, host)
  const bundle = { sha256: value.sha256, path, description: describe(value) }
  if (cache) await finished.write({ ...bundle, diagnostics }, text)
  return { bundle, diagnostics }
}

/** One round of a watch: the bundle is written as soon as there is one. */
async function watched(
  host: Host,
  patterns: readonly string[],
  options: CompileOptions & { readonly lint: LintFile },
): Promise<Round> {
  const { value: bundle, diagnostics } = await compilePatterns(patterns, host, options)
  const output = options.output ?? null
  if (bundle === null) return { diagnostics, result: await staleBundle(output, host) }
  const written = await writeBundle(bundle, output, host)
  return { diagnostics, result: `${describe(bundle)}\n${written.path}` }
}

/** What stands where no bundle was written: an older one must not pass for that of these tasks. */
async function staleBundle(output: string | null, host: Host): Promise<string | null> {
  if (output === null || (await host.entryAt(output)) !== 'file') return null
  return `\`${output}\` was left as it was: it is older than these tasks, of which no bundle was made`
}

function describe(bundle: Bundle): string {
  const { tasks } = bundle.public
  const rows = tasks.reduce((total, task) => total + task.rows.length, 0)
  return `${plural(tasks.length, 'task')}, ${plural(rows, 'row')}, ${describeChecks(bundle)}, sha256 ${bundle.sha256}`
}
