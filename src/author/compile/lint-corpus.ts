import { createHash } from 'node:crypto'
import { type Diagnostic, diagnosticAt, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import type { Source } from '../../core/source.ts'
import { spanOf } from '../../core/source.ts'
import { readSeverities } from '../lint/config.ts'
import { lintTask, lintTasks, settle } from '../lint/lint.ts'
import { type Spot, sketchTask, type TaskSketch } from '../lint/sketch.ts'
import { readSuppressions, type Suppression } from '../lint/suppressions.ts'
import { checkOutcomes } from '../task/check-calls.ts'
import type { Task } from '../task/task.ts'
import type { TaskFileContent } from './file-content.ts'
import { readTaskWithoutOutcomes, readYaml } from './read-task.ts'

/** What there is to say of a corpus. */
export interface LintedCorpus {
  /** Those that have no errors, in the order of their ids. */
  readonly tasks: readonly { readonly id: string; readonly path: string }[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What one file says by itself, whatever the other files say and whatever is set. */
export interface FileReport {
  readonly path: string
  /** What is wrong with it as a task. */
  readonly faults: readonly Diagnostic[]
  /** What the rules about one task find. */
  readonly found: readonly Diagnostic[]
  readonly suppressions: readonly Suppression[]
  /** The task for the rules about many, and its file; null where there is none. */
  readonly sketch: TaskSketch | null
  readonly source: Source | null
}

/**
 * Reads and lints task files by the settings of their corpus. The tasks are those that have no errors, in the order of
 * their ids. `lint` may know some of the files already.
 */
export async function lintCorpus(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null = null,
  lint: LintFile = lintFile,
): Promise<{
  readonly tasks: readonly Task[]
  readonly diagnostics: readonly Diagnostic[]
}> {
  const all = []
  for (const file of files) all.push(await lint(file))
  const { tasks, diagnostics } = settleReports(
    all.map(({ report }) => report),
    config,
  )
  const byPath = new Map(all.map(({ report, task }) => [report.path, task]))
  return { tasks: tasks.flatMap(({ path }) => byPath.get(path) ?? []), diagnostics }
}

/** One file by itself: what there is to say of it, and its task where it is one. */
export type LintFile = (
  file: TaskFileContent,
) => Promise<{ readonly report: FileReport; readonly task: Task | null }>

/** Lints files, and each anew only where it is not as it was at the last time. For whoever watches a corpus. */
export function lintingChanged(lint: LintFile = lintFile): LintFile {
  const known = new Map<string, { readonly content: string; readonly linted: ReturnType<LintFile> }>()
  return (file) => {
    const content = contentOf(file)
    const before = known.get(file.path)
    if (before?.content === content) return before.linted
    const linted = lint(file)
    known.set(file.path, { content, linted })
    return linted
  }
}

function contentOf(file: TaskFileContent): string {
  return 'bytes' in file ? createHash('sha256').update(file.bytes).digest('hex') : file.unreadable
}

/** Reads and lints one file by itself. */
export const lintFile: LintFile = async (file) => {
  const { value: task, diagnostics } = await readTaskWithoutOutcomes(file)
  const { path } = file
  if (!task)
    return {
      report: { path, faults: diagnostics, found: [], suppressions: [], sketch: null, source: null },
      task,
    }
  const { root } = task.source
  const report = {
    path,
    // Calls whose outcomes are still to be filled in are no reason to be silent about the rest.
    faults: [...diagnostics, ...checkOutcomes(task, root)],
    found: lintTask(task),
    suppressions: readSuppressions(root),
    sketch: sketchTask(task),
    source: root.span.source,
  }
  return { report, task }
}

/** What there is to say about all files together, by the settings. */
export function settleReports(all: readonly FileReport[], config: TaskFileContent | null): LintedCorpus {
  const settings = readSeverities(config && readYaml(config))
  const read = all.filter(({ sketch }) => sketch !== null).toSorted(byIdAndPath)
  const sketches = read.flatMap(({ sketch }) => sketch ?? [])
  const sources = new Map(read.flatMap(({ path, source }) => (source ? [[path, source] as const] : [])))
  const linted = settle(
    [...all.flatMap(({ found }) => found), ...lintTasks(sketches, sources)],
    read.flatMap(({ suppressions }) => suppressions),
    settings.severities,
  )
  const diagnostics = sortDiagnostics([
    ...settings.diagnostics,
    ...all.flatMap(({ faults }) => faults),
    ...linted,
    ...repeatedIds(sketches, sources),
  ])
  const faulty = new Set(diagnostics.filter((one) => hasErrors([one])).map(({ path }) => path))
  const sound = sketches.filter(({ spot }) => !faulty.has(spot.path))
  return { tasks: sound.map(({ id, spot }) => ({ id, path: spot.path })), diagnostics }
}

function byIdAndPath(a: FileReport, b: FileReport): number {
  const key = ({ sketch, path }: FileReport) => `${sketch?.id}\0${path}`
  return key(a) < key(b) ? -1 : 1
}

function repeatedIds(
  sketches: readonly TaskSketch[],
  sources: ReadonlyMap<string, Source>,
): readonly Diagnostic[] {
  const placeOf = ({ path, start, end }: Spot) => {
    const source = sources.get(path)
    if (!source) throw new Error(`No file ${path}`)
    return spanOf(source, start, end)
  }
  return sketches.flatMap(({ id, spot }, index) => {
    const earlier = sketches[index - 1]
    if (earlier?.id !== id) return []
    return diagnosticAt('check/duplicate-id', placeOf(spot), `Two tasks have the id \`${id}\``, {
      notes: [{ message: 'The other one is here', span: placeOf(earlier.spot) }],
      hint: 'Rename one of them: a task is served by its id',
    })
  })
}
