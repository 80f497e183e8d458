import { createHash } from 'node:crypto'
import { type Diagnostic, diagnosticAt, hasErrors, sortDiagnostics } from '../../core/diagnostic.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Source } from '../../core/source.ts'
import { readSeverities } from '../lint/config.ts'
import { lintTask, lintTasks, settle } from '../lint/lint.ts'
import { sketchTask } from '../lint/sketch.ts'
import { readSuppressions } from '../lint/suppressions.ts'
import { nodeAt } from '../syntax/tree.ts'
import { checkOutcomes } from '../task/check-calls.ts'
import type { Task } from '../task/task.ts'
import { readTaskWithoutOutcomes, readYaml, type TaskFileContent } from './read-task.ts'

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
  return createLinter()(files, config)
}

type Linter = (
  files: readonly TaskFileContent[],
  config: TaskFileContent | null,
) => ReturnType<typeof lintCorpus>

/** Lints a corpus again and again: files that are as they were at the last time are not read again. */
export function createLinter(): Linter {
  let known = new Map<string, Promise<LintedFile>>()
  return async (files, config) => {
    const entries = files.map((file) => {
      const key = keyOf(file)
      return [key, known.get(key) ?? lintFile(file)] as const
    })
    known = new Map(entries)
    return settled(await Promise.all(entries.map(([, linted]) => linted)), config)
  }
}

interface LintedFile {
  readonly read: Outcome<Task>
  readonly linted: ReturnType<typeof lintTask>
}

async function lintFile(file: TaskFileContent): Promise<LintedFile> {
  const { value: task, diagnostics } = await readTaskWithoutOutcomes(file)
  if (!task) return { read: { value: null, diagnostics }, linted: [] }
  // Calls whose outcomes are still to be filled in are no reason to be silent about the rest.
  const missing = checkOutcomes(task, task.source.root)
  return { read: { value: task, diagnostics: [...diagnostics, ...missing] }, linted: lintTask(task) }
}

function keyOf(file: TaskFileContent): string {
  const content = 'bytes' in file ? file.bytes : file.unreadable
  return createHash('sha256').update(`${file.path}\0`).update(content).digest('hex')
}

/** What there is to say about all files together, by the settings. */
function settled(all: readonly LintedFile[], config: TaskFileContent | null) {
  const settings = readSeverities(config && readYaml(config))
  const read = all.map((one) => one.read)
  const tasks = read.flatMap(({ value }) => value ?? []).sort(byIdAndPath)
  const sources = new Map(tasks.map((task) => [pathOf(task), task.source.root.span.source]))
  const linted = settle(
    [...all.flatMap(({ linted: found }) => found), ...lintTasks(tasks.map(sketchTask), sources)],
    tasks.flatMap(({ source }) => readSuppressions(source.root)),
    settings.severities,
  )
  const diagnostics = sortDiagnostics([
    ...settings.diagnostics,
    ...read.flatMap((one) => one.diagnostics),
    ...linted,
    ...repeatedIds(tasks),
  ])
  const faulty = new Set(diagnostics.filter((one) => hasErrors([one])).map(({ path }) => path))
  return { tasks: tasks.filter((task) => !faulty.has(pathOf(task))), diagnostics }
}

function pathOf({ source }: Task): Source['path'] {
  return source.root.span.source.path
}

function byIdAndPath(a: Task, b: Task): number {
  const key = (task: Task) => `${task.spec.id}\0${pathOf(task)}`
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
