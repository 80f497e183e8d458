import type { Diagnostic } from '../../core/diagnostic.ts'
import { lintTask } from '../lint/lint.ts'
import { sketchTask } from '../lint/sketch.ts'
import { readSuppressions } from '../lint/suppressions.ts'
import { checkOutcomes } from '../task/check-calls.ts'
import type { Task } from '../task/task.ts'
import type { TaskFileContent } from './file-content.ts'
import type { FileReport, LintedCorpus } from './file-report.ts'
import { readTaskWithoutOutcomes } from './read-task.ts'
import { SettledCorpus } from './settled-corpus.ts'

/**
 * Reads and lints task files by the settings of their corpus. The tasks are those that have no errors, in the order of
 * their ids.
 */
export async function lintCorpus(
  files: readonly TaskFileContent[],
  config: TaskFileContent | null = null,
): Promise<{
  readonly tasks: readonly Task[]
  readonly diagnostics: readonly Diagnostic[]
}> {
  const all = []
  for (const file of files) all.push(await lintFile(file))
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
  const corpus = new SettledCorpus()
  corpus.update(all, [])
  return corpus.settle(config)
}
