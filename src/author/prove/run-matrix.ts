import { canonicalValue } from '../../core/canonical-json.ts'
import type { Call } from '../../model/call.ts'
import { linkFiles } from '../../runtime/sandbox/link.ts'
import type { Linked, Program } from '../../runtime/sandbox/program.ts'
import { composeBase, isChange } from '../task/change.ts'
import { type ComposedFile, composeVariant } from '../task/compose.ts'
import { provedVariants } from '../task/lattice.ts'
import type { Task, Variant } from '../task/task.ts'
import type { CaseRow, Cell, Matrix, TestRow } from './matrix.ts'
import type { RunStore } from './run-store.ts'

/** Chance and day of the first run, and of the second one, which must not differ. */
const SEEDS = [1, 2] as const

/**
 * Makes the calls of every case and test on every proved variant. The variants that decide, all items, each one fixed
 * and none, are run a second time under other chance.
 */
export async function runMatrix(task: Task, runs: RunStore): Promise<Matrix> {
  const variants = provedVariants(task)
  const specs = task.items.flatMap((item, position) =>
    (item.spec.witness?.cases ?? []).map((spec, index) => {
      const path = ['rubric', position, 'witness', 'cases', index]
      return { item, spec, path, calls: asBundled(spec.calls) }
    }),
  )
  const calls = [
    ...specs.map(({ spec }) => spec.calls),
    ...task.spec.tests.map((test) => asBundled(test.calls)),
  ]
  const columns = await Promise.all(
    variants.map(async (variant) => {
      const linked = await link(task, composeVariant(task, variant.present))
      const [first, second] = SEEDS
      return {
        cells: await runColumn(linked, calls, first, runs),
        again: decides(task, variant) ? await runColumn(linked, calls, second, runs) : null,
      }
    }),
  )
  const base = isChange(task) ? await runBase(task, calls, runs) : null
  const row = (position: number) => ({
    cells: columns.map(({ cells }) => cells[position] ?? notRun),
    again: columns.map(({ again }) => again?.[position] ?? null),
  })
  const cases = specs.map((one, position): CaseRow => ({ ...one, ...row(position) }))
  const tests = task.spec.tests.map(
    (spec, index): TestRow => ({
      spec,
      path: ['tests', index],
      calls: spec.calls,
      ...row(specs.length + index),
    }),
  )
  return {
    task,
    variants,
    cases,
    tests,
    base: base && { cases: base.slice(0, specs.length), tests: base.slice(specs.length) },
  }
}

/** Programs see the order of an object's keys, and a bundle keeps another one than the YAML file. */
const asBundled = canonicalValue

const notRun: Cell = { status: 'failed', detail: 'It was not run' }

function decides({ items }: Task, { present }: Variant): boolean {
  return present.size === 0 || present.size >= items.length - 1
}

function link({ spec: { language, fixtures = {} } }: Task, files: readonly ComposedFile[]): Promise<Linked> {
  return linkFiles(language, files, asBundled(fixtures))
}

async function runBase(
  task: Task,
  calls: readonly (readonly Call[])[],
  runs: RunStore,
): Promise<readonly Cell[]> {
  return runColumn(await link(task, composeBase(task)), calls, SEEDS[0], runs)
}

async function runColumn(
  linked: Linked,
  calls: readonly (readonly Call[])[],
  seed: number,
  runs: RunStore,
): Promise<readonly Cell[]> {
  if (!linked.ok) return calls.map(() => unloadable(`${linked.path}: ${linked.fault.message}`))
  return runAll(linked.program, calls, seed, runs)
}

function unloadable(problem: string): Cell {
  return { status: 'ran', outcomes: [], unloadable: problem }
}

function runAll(
  program: Program,
  calls: readonly (readonly Call[])[],
  seed: number,
  runs: RunStore,
): Promise<readonly Cell[]> {
  const of = runs.program(program)
  return Promise.all(calls.map((list) => of.run(list, seed)))
}
