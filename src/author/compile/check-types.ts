import type { Cache } from '../../core/cache.ts'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type {
  CheckUnit,
  NativeCompiler,
  SnippetLanguage,
  TypeChecker,
  TypeFault,
} from '../language/language.ts'
import { composeBase, isChange } from '../task/change.ts'
import { type ComposedFile, composeVariant } from '../task/compose.ts'
import { provedVariants } from '../task/lattice.ts'
import type { Task } from '../task/task.ts'
import { CleanPrograms } from './clean-programs.ts'

interface Program {
  readonly task: Task
  readonly files: readonly ComposedFile[]
  readonly unit: CheckUnit
  /** Added to a fault's message; null for the program as authored. */
  readonly remark: string | null
}

interface TypeCheckOptions {
  readonly cache: Cache | null
  /** Finds faults sooner; null where none is asked for. */
  readonly native?: NativeCompiler | null
}

/**
 * Type-checks the snippets of all tasks in one batch per language, each on every variant that is proved. The answer for a
 * task does not depend on the others. A program that was clean before is not checked again.
 */
export async function checkTypes(
  tasks: readonly Task[],
  { cache, native = null }: TypeCheckOptions,
): Promise<readonly Diagnostic[]> {
  const languages = new Map<SnippetLanguage, Task[]>()
  for (const task of tasks) languages.set(task.language, [...(languages.get(task.language) ?? []), task])
  const diagnostics: Diagnostic[] = []
  for (const [language, spoken] of languages) {
    const checker = native ? language.withNative(native) : language
    const kept = await Promise.all(spoken.map((task) => readClean(task, checker, cache)))
    const programs = spoken.flatMap((task, index) =>
      programsOf(task, false).flatMap((program) => {
        const clean = kept[index]
        return !clean || clean.has(program.unit) ? [] : { ...program, clean }
      }),
    )
    const faults = programs.length === 0 ? [] : await checker.check(programs.map(({ unit }) => unit))
    for (const [index, { clean, unit }] of programs.entries())
      if (faults[index]?.length === 0) clean.add(unit)
    for (const [index, task] of spoken.entries()) {
      const text = kept[index]?.toKeep() ?? null
      if (text !== null) await cache?.write(cacheName(task), text)
    }
    diagnostics.push(...describeFaults(programs, faults))
  }
  return diagnostics
}

/** What an author is told of the faults of these programs, in their order. */
export function describeFaults(
  programs: readonly Program[],
  faults: readonly (readonly TypeFault[])[],
): readonly Diagnostic[] {
  return withoutEchoes(programs.flatMap((program, index) => toDiagnostics(program, faults[index] ?? [])))
}

async function readClean(task: Task, { checker }: TypeChecker, cache: Cache | null): Promise<CleanPrograms> {
  return new CleanPrograms(checker, (await cache?.read(cacheName(task))) ?? null)
}

function cacheName({ spec }: Task): string {
  return `types/${spec.id}.json`
}

/**
 * The programs of the variants that are proved, or, where nothing will be run, as authored and with every fix applied.
 * The authored one first: what is wrong in it is not told again for the others.
 */
export function programsOf(task: Task, isQuick: boolean): readonly Program[] {
  const variants = provedVariants(task).filter(({ name }) => !isQuick || name === 'all' || name === 'clean')
  return [
    ...variants.map(({ name, present }) =>
      programOf(task, composeVariant(task, present), name === 'all' ? null : remarkOn(name)),
    ),
    ...(isChange(task) ? [programOf(task, composeBase(task), 'In the program before the change')] : []),
  ]
}

function remarkOn(name: string): string {
  return name === 'clean' ? 'In the program with every fix applied' : `On the variant \`${name}\``
}

function programOf(task: Task, files: readonly ComposedFile[], remark: string | null): Program {
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

/** A fault that several programs share is told once, for the first of them. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ path, span, message }) => {
    const key = [path, span?.start, message].join('\0')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
