import { type Diagnostic, diagnosticAt, type Note } from '../../core/diagnostic.ts'
import { sameOutcomes } from '../../runtime/sandbox/outcome.ts'
import { locateOwner } from '../syntax/tree.ts'
import { diagnoseBase } from './diagnose-base.ts'
import { diagnoseCases } from './diagnose-cases.ts'
import { type Matrix, outcomesOn, type Row, testHolds } from './matrix.ts'
import { happened, listed, stated } from './words.ts'

/**
 * What the runs say against a task. Programs that do not load are told first and alone, then calls that came to no
 * verdict or to two, then cases and tests.
 */
export function diagnoseMatrix(matrix: Matrix): readonly Diagnostic[] {
  const unloadable = diagnoseLoading(matrix)
  if (unloadable.length > 0) return unloadable
  const doubtful = [...matrix.cases, ...matrix.tests].filter((row) => isDoubtful(row))
  return [
    ...doubtful.map((row) => diagnoseDoubt(matrix, row)),
    ...diagnoseCases(
      matrix,
      matrix.cases.filter((row) => !isDoubtful(row)),
    ),
    ...matrix.tests.filter((row) => !isDoubtful(row)).flatMap((row) => diagnoseTest(matrix, row)),
    ...diagnoseBase(matrix),
  ]
}

/** A program that cannot be loaded gives the same answer to all calls, so the first row speaks for all. */
function diagnoseLoading({ task, variants, cases, tests }: Matrix): readonly Diagnostic[] {
  const [row] = [...cases, ...tests]
  const problems = new Map<string, string[]>()
  for (const [index, variant] of variants.entries()) {
    const cell = row?.cells[index]
    if (cell?.status !== 'ran' || cell.unloadable === null) continue
    problems.set(cell.unloadable, [...(problems.get(cell.unloadable) ?? []), variant.name])
  }
  const span = task.files.find(({ role }) => role === 'review')?.span
  if (!span) throw new Error('A task with nothing under review')
  return [...problems].map(([problem, names]) =>
    diagnosticAt('prove/unloadable', span, `The program cannot be loaded: ${problem}`, {
      notes: [{ message: `In ${listed(names)}`, span: null }],
      hint: 'A module must load without its surroundings: what it needs comes in through calls and fixtures',
    }),
  )
}

function isDoubtful(row: Row): boolean {
  return row.cells.some(({ status }) => status === 'failed') || differingAgain(row) !== -1
}

/** The first variant on which the second run gave something else. */
function differingAgain({ cells, again }: Row): number {
  return cells.findIndex((first, index) => {
    const second = again[index]
    if (!second || first.status !== 'ran') return false
    return second.status !== 'ran' || !isSameTwice(first.outcomes, second.outcomes)
  })
}

/** What has no spelling equals nothing, not even itself: two such outcomes are the same when their texts are. */
function isSameTwice(first: readonly unknown[], second: readonly unknown[]): boolean {
  return sameOutcomes(first, second) || JSON.stringify(first) === JSON.stringify(second)
}

function diagnoseDoubt({ task, variants }: Matrix, row: Row): Diagnostic {
  const span = locateOwner(task.source.root, row.path)
  const failed = row.cells.find((cell) => cell.status === 'failed')
  if (failed?.status === 'failed')
    return diagnosticAt('prove/no-verdict', span, `The calls came to no end: ${failed.detail}`, {
      hint: 'They must be done within the limits of the sandbox: see docs/calls.md',
    })
  const index = differingAgain(row)
  const second = row.again[index]
  const first = row.cells[index]
  const notes: readonly Note[] = [
    {
      message: `On \`${variants[index]?.name}\` ${happened(first)}, and then ${happened(second)}`,
      span: null,
    },
  ]
  return diagnosticAt('prove/unstable', span, 'The same calls give one thing now and another thing then', {
    notes,
    hint: 'Chance, the day and the order of unordered rows are no part of a case: give them by fixtures such as `random` and `clock`',
  })
}

function diagnoseTest(matrix: Matrix, row: Matrix['tests'][number]): readonly Diagnostic[] {
  const failing = matrix.variants.filter(
    (variant) =>
      !testHolds(
        row,
        outcomesOn(matrix, row, (one) => one === variant),
      ),
  )
  const [first] = failing
  if (!first) return []
  const outcomes = outcomesOn(matrix, row, (one) => one === first)
  const span = locateOwner(matrix.task.source.root, row.path)
  const isEverywhere = failing.length === matrix.variants.length
  const where = isEverywhere ? 'on every variant' : `on ${listed(failing.map(({ name }) => name))}`
  return [
    diagnosticAt('prove/failing-test', span, `This test does not hold ${where}`, {
      notes: [
        { message: stated('expected', row.spec.expected ?? []), span: null },
        {
          message: `On \`${first.name}\` ${happened({ status: 'ran', outcomes: outcomes ?? [] })}`,
          span: null,
        },
      ],
      hint: isEverywhere
        ? '`reviewgym prove --update` fills in what happens, for you to review'
        : 'Tests hold whatever defects are there: what a defect changes belongs into its witness',
    }),
  ]
}
