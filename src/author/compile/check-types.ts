import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { CheckUnit, SnippetLanguage, TypeFault } from '../language/language.ts'
import { type ComposedFile, composeVariant } from '../task/compose.ts'
import type { Task } from '../task/task.ts'

interface Program {
  readonly task: Task
  readonly files: readonly ComposedFile[]
  readonly unit: CheckUnit
  /** Added to a fault's message; null for the program as authored. */
  readonly remark: string | null
}

/**
 * Type-checks the snippets of all tasks in one batch per language: each as authored, and with every fix applied. The
 * answer for a task does not depend on the others.
 */
export async function checkTypes(tasks: readonly Task[]): Promise<readonly Diagnostic[]> {
  const languages = new Map<SnippetLanguage, Task[]>()
  for (const task of tasks) languages.set(task.language, [...(languages.get(task.language) ?? []), task])
  const diagnostics: Diagnostic[] = []
  for (const [language, spoken] of languages) {
    const programs = spoken.flatMap(programsOf)
    const faults = await language.check(programs.map(({ unit }) => unit))
    diagnostics.push(...programs.flatMap((program, index) => toDiagnostics(program, faults[index] ?? [])))
  }
  return withoutEchoes(diagnostics)
}

function programsOf(task: Task): readonly Program[] {
  const everything = new Set(task.items.map(({ spec }) => spec.id))
  return [
    programOf(task, everything, null),
    programOf(task, new Set(), 'In the program with every fix applied'),
  ]
}

function programOf(task: Task, present: ReadonlySet<string>, remark: string | null): Program {
  const files = composeVariant(task, present)
  const fixtures = task.fixtureModules.map(({ path, code }) => ({ path, code: code.text }))
  return {
    task,
    files,
    unit: { files: [...files.map(({ path, text }) => ({ path, code: text })), ...fixtures] },
    remark,
  }
}

function toDiagnostics(
  { task, files, remark }: Program,
  faults: readonly TypeFault[],
): readonly Diagnostic[] {
  return faults.map((fault) => {
    const served = files.find(({ path }) => path === fault.path)
    const range = { start: fault.start, end: Math.max(fault.end, fault.start + 1) }
    const fixture = task.fixtureModules.find(({ path }) => path === fault.path)
    const span = served?.origin(range) ?? fixture?.code.spanAt(range.start, range.end)
    if (!span) throw new Error(`A fault in ${fault.path}, which was never checked`)
    return diagnosticAt('check/type-error', span, `${fault.message} (${fault.code})`, {
      notes: remark === null ? [] : [{ message: remark, span: null }],
      hint: fault.hint,
    })
  })
}

/** A fault that the authored and the fixed program share is told once. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const key = ({ path, span, message }: Diagnostic) => [path, span?.start, message].join('\0')
  const bare = new Set(diagnostics.filter(({ notes }) => notes.length === 0).map(key))
  return diagnostics.filter((diagnostic) => diagnostic.notes.length === 0 || !bare.has(key(diagnostic)))
}
