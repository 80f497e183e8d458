import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts'
import { plural } from '../../report/pretty.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { printDiagnostics, printJson } from '../print-diagnostics.ts'
import { readCorpus, reasonOf } from '../read-corpus.ts'

interface MigrateOptions extends CommonOptions {
  readonly check?: true
}

/** A file with its text in the current format; null where it has it already. */
interface Migrated {
  readonly path: string
  readonly text: string | null
}

export const migrateCommand: CommandModule = {
  example: 'reviewgym migrate tasks old/corpus.json runs/first/trajectories.jsonl',
  declare: (command) =>
    command
      .argument(
        '[files...]',
        'task files, folders or patterns; bundles; files of trajectories (default: tasks)',
      )
      .option('--check', 'write nothing; end with 1 where a file has an older format'),
  async run(host, [named], options: MigrateOptions) {
    const names = named as string[]
    const stored = names.filter((name) => /\.jsonl?$/.test(name))
    const patterns = names.filter((name) => !stored.includes(name))
    const diagnostics: Diagnostic[] = []
    const tasks =
      names.length === 0 || patterns.length > 0 ? await migrateTasks(patterns, host, diagnostics) : []
    const all = [...tasks, ...(await Promise.all(stored.map((path) => migrateStored(path, host))))]
    const changed = all.flatMap(({ path, text }) => (text === null ? [] : { path, text }))
    if (!options.check) for (const { path, text } of changed) await host.writeFile(path, text)
    const paths = changed.map(({ path }) => path)
    if (options.json) printJson(host, 'migrate', { files: all.length, changed: paths }, diagnostics)
    else {
      if (options.check || !options.quiet) for (const path of paths) host.print(`${path}\n`)
      printDiagnostics(diagnostics, options, host)
      if (!options.quiet) host.print(`${describe(all.length, paths.length, options)}\n`)
    }
    return hasErrors(diagnostics) || (options.check && paths.length > 0) ? ExitCode.problems : ExitCode.ok
  },
}

function describe(all: number, changed: number, { check }: MigrateOptions): string {
  if (changed === 0) return `${plural(all, 'file')}, none of an older format`
  const left = check ? 'of an older format: run `reviewgym migrate`' : 'migrated'
  return `${changed} of ${plural(all, 'file')} ${left}`
}

async function migrateTasks(
  patterns: readonly string[],
  host: Host,
  found: Diagnostic[],
): Promise<readonly Migrated[]> {
  const { migrateTask } = await import('../../author/compile/migrate-task.ts')
  return (await readCorpus(patterns, host)).map((file) => {
    const { value, diagnostics } = migrateTask(file)
    found.push(...diagnostics)
    return { path: file.path, text: value && value.text !== value.migrated ? value.migrated : null }
  })
}

async function migrateStored(path: string, host: Host): Promise<Migrated> {
  const bytes = await host.readFile(path).catch((cause: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read (${reasonOf(cause)})`)
  })
  const text = new TextDecoder().decode(bytes)
  return {
    path,
    text: path.endsWith('.json') ? await bundleIn(path, text) : await trajectoriesIn(path, text),
  }
}

async function bundleIn(path: string, text: string): Promise<string | null> {
  const { migrateBundle } = await import('../../runtime/bundle/migrate-bundle.ts')
  const result = migrateBundle(text)
  if (result.status === 'refused')
    throw new UsageError(`\`${path}\` cannot be migrated: ${result.reason}`, result.hint)
  return result.status === 'current' ? null : result.text
}

async function trajectoriesIn(path: string, text: string): Promise<string | null> {
  const { migrateTrajectories } = await import('../../rollout/trajectory/migrate-trajectories.ts')
  const { UnreadableTrajectories } = await import('../../rollout/trajectory/read.ts')
  try {
    return migrateTrajectories(text)
  } catch (cause) {
    if (cause instanceof UnreadableTrajectories)
      throw new UsageError(`\`${path}\` cannot be migrated: ${cause.message}`, cause.hint)
    throw cause
  }
}
