import { type Diagnostic, diagnosticAt, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import { type Outcome, outcome } from '../../core/outcome.ts'
import type { Bundle } from '../../model/bundle.ts'
import { lintCleanShare } from '../lint/clean-share.ts'
import { proveControls } from '../prove/controls.ts'
import { proofOf, proveTasks } from '../prove/prove.ts'
import { summarizeMatrix, type TaskSummary } from '../prove/summary.ts'
import type { Workbench } from '../prove/workbench.ts'
import { nodeAt } from '../syntax/tree.ts'
import type { Task } from '../task/task.ts'
import { checkTypes } from './check-types.ts'
import { emitBundle } from './emit.ts'
import { readTask, type TaskFileContent } from './read-task.ts'
import { SoundCorpus } from './sound-corpus.ts'

/** Reads and lints task files. The tasks are those that have no errors, in the order of their ids. */
export async function lintCorpus(files: readonly TaskFileContent[]): Promise<{
  readonly tasks: readonly Task[]
  readonly diagnostics: readonly Diagnostic[]
}> {
  const outcomes = await Promise.all(files.map(readTask))
  const tasks = outcomes.flatMap(({ value }) => value ?? []).sort(byIdAndPath)
  const diagnostics = [
    ...outcomes.flatMap((read) => read.diagnostics),
    ...repeatedIds(tasks),
    ...lintCleanShare(tasks),
  ]
  return { tasks, diagnostics: sortDiagnostics(diagnostics) }
}

/** What proving a corpus showed. */
export interface ProvedCorpus {
  readonly summaries: readonly TaskSummary[]
  /** Null as long as any file has an error. */
  readonly bundle: Bundle | null
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Lints task files, checks their types on every variant, runs what they claim, and plays the controls. Where the same
 * tool has found nothing to say about the same files before, it is not done again.
 */
export async function proveCorpus(
  files: readonly TaskFileContent[],
  bench: Workbench,
): Promise<ProvedCorpus> {
  const known = new SoundCorpus(files, bench)
  const before = await known.read()
  if (before) return { ...before, diagnostics: [] }
  const { tasks, diagnostics } = await lintCorpus(files)
  const types = await checkTypes(tasks, { cache: bench.cache })
  const isSound = ({ source }: Task) => !types.some(({ path }) => path === source.root.span.source.path)
  const proved = await proveTasks(tasks.filter(isSound), bench)
  const summaries = proved.map(({ matrix }) => summarizeMatrix(matrix))
  const found = sortDiagnostics([...diagnostics, ...types, ...proved.flatMap((one) => one.diagnostics)])
  if (hasErrors(found)) return { summaries, bundle: null, diagnostics: found }
  const bundle = emitBundle(tasks, proofOf(proved))
  const all = sortDiagnostics([...found, ...(await proveControls(tasks, bundle, bench))])
  if (hasErrors(all)) return { summaries, bundle: null, diagnostics: all }
  if (all.length === 0) await known.write({ summaries, bundle })
  return { summaries, bundle, diagnostics: all }
}

/**
 * From task files to a bundle; null as long as any file has an error. Without a workbench nothing is run, and the
 * bundle says that it was not proved.
 */
export async function compileCorpus(
  files: readonly TaskFileContent[],
  bench: Workbench | null = null,
): Promise<Outcome<Bundle>> {
  if (bench) {
    const { bundle, diagnostics } = await proveCorpus(files, bench)
    return { value: bundle, diagnostics }
  }
  const { tasks, diagnostics } = await lintCorpus(files)
  const all = sortDiagnostics([...diagnostics, ...(await checkTypes(tasks, { cache: null, isQuick: true }))])
  return hasErrors(all) ? { value: null, diagnostics: all } : outcome(emitBundle(tasks, null), all)
}

function byIdAndPath(a: Task, b: Task): number {
  const key = ({ spec, source }: Task) => `${spec.id}\0${source.root.span.source.path}`
  return key(a) < key(b) ? -1 : 1
}

function repeatedIds(tasks: readonly Task[]): readonly Diagnostic[] {
  return tasks.flatMap((task, index) => {
    const earlier = tasks[index - 1]
    if (earlier?.spec.id !== task.spec.id) return []
    const place = (of: Task) => nodeAt(of.source.root, ['id']).span
    return diagnosticAt('check/duplicate-id', place(task), `Two tasks have the id \`${task.spec.id}\``, {
      notes: [{ message: 'The other one is here', span: place(earlier) }],
      hint: 'Rename one of them: a task is served by its id',
    })
  })
}
