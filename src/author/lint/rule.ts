import type { Diagnostic, Note } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import type { Task } from '../task/task.ts'
import type { TaskRubric } from './task-rubric.ts'

/** What a rule finds; its code and severity are added by the linter. */
export interface Finding {
  readonly span: Span
  readonly message: string
  readonly notes?: readonly Note[]
  readonly hint?: string
}

/** A statement about tasks that are valid and may still be unsound. */
export interface LintRule {
  /** `no-<what>` or `require-<what>`; the code is `lint/<name>`. */
  readonly name: string
  readonly severity: Diagnostic['severity']
  check(task: Task, rubric: TaskRubric): Iterable<Finding>
}
