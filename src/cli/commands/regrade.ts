import type { Task } from '../../author/task/task.ts'
import { formatTable } from '../../report/table.ts'
import type { OpenBundle } from '../../runtime/bundle/opened.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { readCorpus } from '../read-corpus.ts'
import { BUNDLE, bundleOf, trajectoriesIn } from '../run-folder.ts'

interface RegradeOptions extends CommonOptions {
  readonly bundle: string
  readonly tasks?: string
  readonly rerun?: true
}

/** What became of a task's episodes. */
interface TaskChange {
  readonly task: string
  episodes: number
  before: number
  after: number
  changed: number
  /** How many findings each cause changed. */
  readonly causes: Map<string, number>
  readonly incomparable: Map<string, number>
}

export const regradeCommand: CommandModule = {
  example: 'reviewgym regrade runs/my-model-16eab51d6910 --bundle corpus.json',
  declare: (command) =>
    command
      .argument('<run>', 'a run folder')
      .requiredOption('--bundle <file>', 'the new bundle')
      .option(
        '--tasks <path>',
        'the YAML that it was compiled from, to name lines (default: tasks/, if it is there)',
      )
      .option('--rerun', 'run witnesses and patches again, on the new bundle’s programs'),
  async run(host, [folder], options: RegradeOptions) {
    const run = folder as string
    const bundle = await bundleOf(run, options.bundle, host)
    const old = await oldBundle(run, host)
    let tasks: readonly Task[] | null = null
    const { regrade } = await import('../../rollout/trajectory/regrade.ts')
    const { placeOfCause } = await import('../locate-cause.ts')
    const { openSandbox } = await import('../../runtime/sandbox/sandbox.ts')
    const sandbox = options.rerun ? openSandbox(host.sandboxFiles) : null
    const changes = new Map<string, TaskChange>()
    const findings: unknown[] = []
    for await (const trajectory of trajectoriesIn(run, host)) {
      const { start, end } = trajectory
      if (end.score === null) continue
      const change = changes.get(start.task_id) ?? emptyChange(start.task_id)
      changes.set(start.task_id, change)
      const found = await regrade(trajectory, bundle, { old, sandbox })
      if ('incomparable' in found) {
        count(change.incomparable, found.incomparable)
        continue
      }
      change.episodes += 1
      change.before += end.score
      change.after += found.score
      if (found.patches) count(change.causes, 'cases or tests of patches')
      for (const { index, finding, before, after, causes } of found.findings) {
        change.changed += 1
        if (causes.length > 0) tasks ??= await tasksAt(options.tasks, host)
        const task = tasks?.find(({ spec }) => spec.id === start.task_id) ?? null
        const named = causes.map((cause) => ({ ...cause, place: placeOfCause(task, cause) }))
        for (const { at, id, path, what, place } of named)
          count(change.causes, `${place ?? [at, id, ...path].join('.')}: ${what}`)
        if (named.length === 0)
          count(change.causes, 'the rubric that was played is not at hand, or the grading rules are others')
        findings.push({
          episode: start.episode,
          task: start.task_id,
          index,
          title: finding.title,
          before,
          after,
          causes: named,
        })
      }
    }
    await sandbox?.close()
    if (changes.size === 0) throw new UsageError(`There is no scored episode in \`${run}\``)
    const all = [...changes.values()].sort((a, b) => (a.task < b.task ? -1 : 1))
    if (options.json)
      host.print(
        `${JSON.stringify({ format: 'reviewgym-regrade/1', bundle: bundle.sha256, tasks: all.map(asJson), findings }, null, 2)}\n`,
      )
    else if (!options.quiet) host.print(formatChanges(all))
    return ExitCode.ok
  },
}

/** The bundle that was played, to say what changed; one of older grading rules only lacks the reasons. */
async function oldBundle(run: string, host: Host): Promise<OpenBundle | null> {
  if ((await host.entryAt(`${run}/${BUNDLE}`)) !== 'file') return null
  return bundleOf(run, undefined, host).catch((cause: unknown) => {
    if (cause instanceof UsageError) return null
    throw cause
  })
}

async function tasksAt(path: string | undefined, host: Host): Promise<readonly Task[]> {
  if (path === undefined && (await host.entryAt('tasks')) !== 'folder') return []
  const { readTask } = await import('../../author/compile/read-task.ts')
  const files = await readCorpus(path === undefined ? [] : [path], host)
  return (await Promise.all(files.map(readTask))).flatMap(({ value }) => value ?? [])
}

function emptyChange(task: string): TaskChange {
  return { task, episodes: 0, before: 0, after: 0, changed: 0, causes: new Map(), incomparable: new Map() }
}

function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1)
}

function means({ episodes, before, after }: TaskChange) {
  return episodes === 0
    ? { before: null, after: null }
    : { before: before / episodes, after: after / episodes }
}

function asJson(change: TaskChange) {
  const { task, episodes, changed, causes, incomparable } = change
  return {
    task,
    episodes,
    mean: means(change),
    changed_findings: changed,
    causes: Object.fromEntries(causes),
    incomparable: Object.fromEntries(incomparable),
  }
}

function formatChanges(all: readonly TaskChange[]): string {
  const table = formatTable(
    ['task', 'episodes', 'before', 'after', 'change', 'findings changed'],
    all.map((change) => {
      const { before, after } = means(change)
      const figures =
        before === null || after === null
          ? ['–', '–', '–']
          : [before.toFixed(6), after.toFixed(6), (after - before).toFixed(6)]
      return [change.task, change.episodes, ...figures, change.changed]
    }),
  )
  const lines = all.flatMap(({ task, causes, incomparable }) => {
    const words = [
      ...[...causes].sort(([, a], [, b]) => b - a).map(([cause, times]) => `  ${times} × ${cause}`),
      ...[...incomparable].map(([reason, times]) => `  ${times} episodes left out: ${reason}`),
    ]
    return words.length > 0 ? ['', task, ...words] : []
  })
  return `${[table, ...lines].join('\n')}\n`
}
