import type { ItemSpec } from '../../model/task.ts'
import { testsOnBase } from './diagnose-base.ts'
import {
  type CaseRow,
  caseHolds,
  isRight,
  isWithout,
  type Matrix,
  outcomesOn,
  showsDefect,
  testHolds,
} from './matrix.ts'

/** How many cases of an item turn from defective to right when one fix alone is applied. */
export interface ItemSummary {
  readonly id: string
  readonly kind: ItemSpec['kind']
  readonly cases: number
  /** By the id of the item whose fix is applied. */
  readonly flips: Readonly<Record<string, number>>
  /** Cases that are as stated on every variant. */
  readonly hold: number
}

export interface TaskSummary {
  readonly task: string
  readonly variants: readonly string[]
  readonly items: readonly ItemSummary[]
  readonly tests: number
  /** Tests that hold on every variant. */
  readonly testsHold: number
  /** Tests that hold before the change; null where no change is shown. */
  readonly testsBefore: number | null
}

/** The matrix of a task in numbers: items × fixes. */
export function summarizeMatrix(matrix: Matrix): TaskSummary {
  const { task, variants, cases, tests } = matrix
  const ids = task.items.map(({ spec }) => spec.id)
  return {
    task: task.spec.id,
    variants: variants.map(({ name }) => name),
    items: task.items.map(({ spec: { id, kind } }) => {
      const own = cases.filter(({ item }) => item.spec.id === id)
      const flips = ids.map((fix) => [fix, own.filter((row) => flipsUnder(matrix, row, fix)).length] as const)
      const hold = own.filter((row) =>
        variants.every((variant, at) => caseHolds(row, variant, given(row, at))),
      )
      return { id, kind, cases: own.length, flips: Object.fromEntries(flips), hold: hold.length }
    }),
    tests: tests.length,
    testsHold: tests.filter((row) => variants.every((_, at) => testHolds(row, given(row, at)))).length,
    testsBefore: testsOnBase(matrix),
  }
}

function flipsUnder(matrix: Matrix, row: CaseRow, fix: string): boolean {
  const before = outcomesOn(matrix, row, ({ name }) => name === 'all')
  const after = outcomesOn(matrix, row, isWithout(matrix.task, fix))
  return showsDefect(row, before) && isRight(row, after)
}

function given({ cells }: { readonly cells: Matrix['cases'][number]['cells'] }, at: number) {
  const cell = cells[at]
  return cell?.status === 'ran' ? cell.outcomes : null
}
