import type { PackedBundle } from '../../author/compile/bundle-pieces.ts'
import type { UnprovedState } from '../../author/compile/unproved-corpus.ts'
import type { CorpusChange } from '../../author/compile/watched-corpus.ts'
import type { Workbench } from '../../author/prove/workbench.ts'
import type { Diagnostic } from '../../core/diagnostic.ts'
import { plural } from '../../report/pretty.ts'
import { checkerNames, declareChecker, nativeFor } from '../checkers.ts'
import type { CommandModule } from '../command.ts'
import { compileFiles } from '../compile-patterns.ts'
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
import { withWorkbench } from '../workbench.ts'

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
      await watchCompile(host, patterns as string[], options)
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
  const { bundle: packed, diagnostics } = await compileFiles(files, config, host, { ...options, attacks })
  if (packed === null) return { bundle: null, diagnostics }
  const { writePacked } = await import('../write-packed.ts')
  const { path, sha256, fileHash } = await writePacked(packed, output, host)
  const bundle = { sha256, path, description: `${describePacked(packed)}, sha256 ${sha256}` }
  if (cache) await finished.write({ ...bundle, diagnostics }, fileHash)
  return { bundle, diagnostics }
}

/** What stands where no bundle was written: an older one must not pass for that of these tasks. */
async function staleBundle(output: string | null, host: Host): Promise<string | null> {
  if (output === null || (await host.entryAt(output)) !== 'file') return null
  return `\`${output}\` was left as it was: it is older than these tasks, of which no bundle was made`
}

/** Says what is new as soon as it is known, and writes each sound bundle after that. */
async function watchCompile(host: Host, patterns: readonly string[], options: CompileOptions): Promise<void> {
  const { watch } = await import('../watch.ts')
  const { writeUnlessOverdue } = await import('../write-packed.ts')
  const { collectSoon, GROWTH, optimizeLate } = await import('../engine.ts')
  collectSoon(GROWTH.more)
  optimizeLate()
  const output = options.output ?? null
  const work = ({ update, prepare }: WatchedCompile) =>
    watch(host, options, {
      patterns,
      async check(change) {
        const { bundle, diagnostics } = await update(change)
        return {
          diagnostics,
          result: bundle ? describePacked(bundle) : await staleBundle(output, host),
          async finish(isOverdue) {
            const written = bundle && (await writeUnlessOverdue(bundle, output, host, isOverdue))
            if (!isOverdue()) await prepare(change, isOverdue)
            return bundle && written && `written: ${written.path}, sha256 ${written.sha256}`
          },
        }
      },
    })
  if (options.prove) await withWorkbench(host, async (bench) => work(await proving(host, bench)), options)
  else await work(await withoutProof(host, options.checker))
}

/** A corpus that is watched, and what comes of each change. */
interface WatchedCompile {
  update(change: CorpusChange): Promise<UnprovedState>
  /** Does after a change what the next one would have to wait for; stops where something has changed already. */
  prepare(change: CorpusChange, isOverdue: () => boolean): Promise<void>
}

async function proving(host: Host, bench: Workbench): Promise<WatchedCompile> {
  const { WatchedCorpus } = await import('../../author/compile/watched-corpus.ts')
  const corpus = new WatchedCorpus()
  const options = { bench, status: (text: string) => host.status(text) }
  return {
    update: (change) => corpus.update(change, options),
    prepare: ({ config }, isOverdue) => corpus.prepare(config, options, isOverdue),
  }
}

async function withoutProof(host: Host, checker: string): Promise<WatchedCompile> {
  const { openUnproved } = await import('../pack-threads.ts')
  const corpus = await openUnproved(host, checker)
  return {
    update: (change) => corpus.update(change),
    prepare: ({ changed }) => corpus.prepare(changed),
  }
}

function describePacked({ tasks, rows, ...checks }: Omit<PackedBundle, 'pieces'>): string {
  return `${plural(tasks, 'task')}, ${plural(rows, 'row')}, ${describeChecks(checks)}`
}
