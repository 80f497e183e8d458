import type { Call } from '../../model/call.ts'
import type { ItemSpec, TaskSpec } from '../../model/task.ts'
import { sameOutcomes } from '../../runtime/sandbox/outcome.ts'
import type { Path } from '../syntax/tree.ts'
import type { Task, TaskItem, Variant } from '../task/task.ts'

export type Outcomes = readonly unknown[]

/** What calls gave on one variant. */
export type Cell =
  | { readonly status: 'ran'; readonly outcomes: Outcomes; readonly unloadable: string | null }
  | { readonly status: 'failed'; readonly detail: string }

/** The calls of a case or a test, and what they gave on every proved variant, in the order of the variants. */
export interface Row {
  readonly calls: readonly Call[]
  /** Where it stands in the YAML file. */
  readonly path: Path
  readonly cells: readonly Cell[]
  /** The same calls with other chance and on another day, where they were made twice: null elsewhere. */
  readonly again: readonly (Cell | null)[]
}

export interface CaseRow extends Row {
  readonly item: TaskItem
  readonly spec: NonNullable<ItemSpec['witness']>['cases'][number]
}

export interface TestRow extends Row {
  readonly spec: TaskSpec['tests'][number]
}

/** Everything that running a task's programs showed. */
export interface Matrix {
  readonly task: Task
  readonly variants: readonly Variant[]
  readonly cases: readonly CaseRow[]
  readonly tests: readonly TestRow[]
  /** The same calls on the program before the change, in the order of cases and tests; null where no change is shown. */
  readonly base: Base | null
}

export interface Base {
  readonly cases: readonly Cell[]
  readonly tests: readonly Cell[]
}

/** The outcomes of a row on a variant; null where there are none. */
export function outcomesOn(
  matrix: Matrix,
  row: Row,
  isWanted: (variant: Variant) => boolean,
): Outcomes | null {
  const cell = row.cells[matrix.variants.findIndex(isWanted)]
  return cell?.status === 'ran' ? cell.outcomes : null
}

/** Whether outcomes are those that the case states for the defective program. */
export function showsDefect({ spec }: CaseRow, outcomes: Outcomes | null): boolean {
  return outcomes !== null && sameOutcomes(outcomes, spec.actual ?? [])
}

/** Whether outcomes are among those that the case accepts of a correct program. */
export function isRight({ spec }: CaseRow, outcomes: Outcomes | null): boolean {
  if (outcomes === null) return false
  return [spec.expected ?? [], ...(spec.expected_any ?? [])].some((stated) => sameOutcomes(outcomes, stated))
}

/** Whether a case's outcomes on a variant are what it states for that variant. */
export function caseHolds(row: CaseRow, { present }: Variant, outcomes: Outcomes | null): boolean {
  return present.has(row.item.spec.id) ? showsDefect(row, outcomes) : isRight(row, outcomes)
}

export function testHolds({ spec }: TestRow, outcomes: Outcomes | null): boolean {
  return outcomes !== null && sameOutcomes(outcomes, spec.expected ?? [])
}

/** Whether just this item is fixed. */
export function isWithout(task: Task, id: string): (variant: Variant) => boolean {
  return ({ present }) => present.size === task.items.length - 1 && !present.has(id)
}

export function isWhole(task: Task): (variant: Variant) => boolean {
  return ({ present }) => present.size === task.items.length
}
