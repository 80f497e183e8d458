import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { locateKey } from '../syntax/tree.ts'
import { type Base, type Cell, type Matrix, type Outcomes, showsDefect, testHolds } from './matrix.ts'
import { happened, stated } from './words.ts'

/**
 * What the runs of the program before the change say against a task: it must load and do what some test says, and a
 * defect that it already has was not brought by the change.
 */
export function diagnoseBase(matrix: Matrix): readonly Diagnostic[] {
  const { base } = matrix
  if (base === null) return []
  const unloadable = [...base.cases, ...base.tests].find(isUnloadable)
  if (unloadable) return [diagnoseLoading(matrix, unloadable.unloadable)]
  return [...diagnoseTests(matrix, base), ...diagnoseItems(matrix, base)]
}

function isUnloadable(cell: Cell): cell is Extract<Cell, { status: 'ran' }> & { unloadable: string } {
  return cell.status === 'ran' && cell.unloadable !== null
}

function diagnoseLoading({ task }: Matrix, problem: string): Diagnostic {
  const index = task.files.findIndex(({ before }) => before !== 'same')
  const { root } = task.source
  return diagnosticAt(
    'prove/unloadable',
    locateKey(root, ['snippets', index, 'before']),
    `The program before the change cannot be loaded: ${problem}`,
    { hint: 'It must run by itself: files that the change adds have `before: null`, and are not part of it' },
  )
}

/** How many tests hold before the change. */
export function testsOnBase({ tests, base }: Matrix): number | null {
  return base && tests.filter((row, at) => testHolds(row, given(base.tests[at]))).length
}

function diagnoseTests(matrix: Matrix, base: Base): readonly Diagnostic[] {
  if (testsOnBase(matrix) !== 0) return []
  const [first] = matrix.tests
  return [
    diagnosticAt(
      'prove/base-without-test',
      locateKey(matrix.task.source.root, ['tests']),
      'No test holds on the program before the change',
      {
        notes: [
          { message: stated('expected', first?.spec.expected ?? []), span: null },
          { message: `Before the change ${happened(base.tests[0])}`, span: null },
        ],
        hint: 'Add a test of what the change leaves as it was: that shows that `before` is the program which was changed',
      },
    ),
  ]
}

/** A case that gives the same before the change is about something older. */
function diagnoseItems({ task, cases }: Matrix, base: Base): readonly Diagnostic[] {
  return task.items.flatMap((item) => {
    const own = cases.flatMap((row, at) => (row.item === item ? { row, cell: base.cases[at] } : []))
    const isOlder = own.length > 0 && own.every(({ row, cell }) => showsDefect(row, given(cell)))
    if (!isOlder || item.spec.outside_change !== undefined) return []
    return diagnosticAt(
      'prove/defect-before-change',
      item.span,
      `The program before the change already has the defect \`${item.spec.id}\``,
      {
        notes: [
          {
            message: `Every case of it gives there what is stated as \`actual\`: ${happened(own[0]?.cell)}`,
            span: null,
          },
        ],
        hint: 'Let the change bring it, or say with `outside_change:` why it belongs to this review',
      },
    )
  })
}

function given(cell: Cell | undefined): Outcomes | null {
  return cell?.status === 'ran' ? cell.outcomes : null
}
