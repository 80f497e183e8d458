import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { type Source, type Span, spanOf } from '../../core/source.ts'
import type { Task } from '../task/task.ts'
import type { Severities } from './config.ts'
import { corpusRules, rules, taskRules } from './rules.ts'
import type { Spot, TaskSketch } from './sketch.ts'
import { faultsOfSuppressions, type Suppression, suppress, unusedSuppression } from './suppressions.ts'
import { readRubric } from './task-rubric.ts'

/** What the rules say about one task, as if nothing were set or suppressed. */
export function lintTask(task: Task): readonly Diagnostic[] {
  const rubric = readRubric(task)
  return taskRules.flatMap(({ name, severity, check }) =>
    [...check(task, rubric)].map(({ span, message, ...rest }) =>
      diagnosticAt(`lint/${name}`, span, message, { severity, ...rest }),
    ),
  )
}

/** What the rules say about the tasks of a corpus beside each other, as they come and go. */
export class CorpusLint {
  readonly #checks = corpusRules.map(({ name, severity, open }) => ({ name, severity, check: open() }))

  update(gone: ReadonlySet<TaskSketch>, added: readonly TaskSketch[]): void {
    for (const { check } of this.#checks) check.update(gone, added)
  }

  /** The tasks that there are now, in the order of the corpus. */
  diagnostics(tasks: readonly TaskSketch[], sourceAt: (path: string) => Source): readonly Diagnostic[] {
    const spanAt = ({ path, start, end }: Spot): Span => spanOf(sourceAt(path), start, end)
    return this.#checks.flatMap(({ name, severity, check }) =>
      [...check.findings(tasks)].map(({ spot, message, notes = [], hint = null }) =>
        diagnosticAt(`lint/${name}`, spanAt(spot), message, {
          severity,
          notes: notes.map((note) => ({ message: note.message, span: spanAt(note.spot) })),
          hint,
        }),
      ),
    )
  }
}

/** What is left to say once authors have had theirs: severities as a corpus sets them, without what is suppressed. */
export function settle(
  found: readonly Diagnostic[],
  suppressions: readonly Suppression[],
  severities: Severities,
): readonly Diagnostic[] {
  const names = rules.map(({ name }) => name)
  const isOn = ({ rule }: Suppression) => severities.get(rule) !== null
  const { kept, unused } = suppress(found, suppressions)
  const about = [
    ...faultsOfSuppressions(suppressions, names),
    ...unused.filter((one) => names.includes(one.rule) && isOn(one)).map(unusedSuppression),
  ]
  return [...kept, ...about].flatMap((diagnostic) => {
    const severity = severities.get(diagnostic.code.replace(/^lint\//, ''))
    return severity === null ? [] : { ...diagnostic, severity: severity ?? diagnostic.severity }
  })
}
