import type { Note, Replacement, Severity } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import type { Task } from '../task/task.ts'
import type { Spot, TaskSketch } from './sketch.ts'
import type { TaskRubric } from './task-rubric.ts'

/** What a rule finds in a task; its code and severity are added by the linter. */
export interface Finding {
  readonly span: Span
  readonly message: string
  readonly notes?: readonly Note[]
  readonly hint?: string
  /** Safe to apply without looking: the task means the same afterwards. */
  readonly fix?: readonly Replacement[]
}

/** What a rule finds among tasks. */
export interface CorpusFinding {
  readonly spot: Spot
  readonly message: string
  readonly notes?: readonly { readonly message: string; readonly spot: Spot }[]
  readonly hint?: string
}

/** What is said of every rule. */
export interface RuleHeader {
  /** `no-<what>` or `require-<what>`; the code is `lint/<name>`. */
  readonly name: string
  /** Unless a corpus sets another one. */
  readonly severity: Severity
  /** What it reports, in a sentence. */
  readonly summary: string
}

/** A statement about tasks that are valid and may still be unsound. */
export interface LintRule extends RuleHeader {
  check(task: Task, rubric: TaskRubric): Iterable<Finding>
}

/** A statement about the tasks of a corpus beside each other. */
export interface CorpusRule extends RuleHeader {
  /** Begins with no tasks. */
  open(): CorpusCheck
}

/** What a rule knows of the tasks of a corpus, as they come and go. */
export interface CorpusCheck {
  update(gone: ReadonlySet<TaskSketch>, added: readonly TaskSketch[]): void
  /** What there is to say of all that have come and not gone, which are given in the order of the corpus. */
  findings(tasks: readonly TaskSketch[]): Iterable<CorpusFinding>
}
