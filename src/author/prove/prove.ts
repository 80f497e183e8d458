import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts'
import { version } from '../../core/version.ts'
import type { Proof } from '../../model/bundle.ts'
import { DEFAULT_LIMITS } from '../../runtime/sandbox/run.ts'
import { SANDBOX_VERSION } from '../../runtime/sandbox/version.ts'
import type { Task } from '../task/task.ts'
import { diagnoseMatrix } from './diagnose.ts'
import type { Matrix } from './matrix.ts'
import { runMatrix } from './run-matrix.ts'
import { RunStore } from './run-store.ts'
import type { Workbench } from './workbench.ts'

export interface ProvedTask {
  readonly matrix: Matrix
  readonly diagnostics: readonly Diagnostic[]
}

/** Runs what the tasks claim, one task after the other: every case and test on every variant. */
export async function proveTasks(tasks: readonly Task[], bench: Workbench): Promise<readonly ProvedTask[]> {
  const proved: ProvedTask[] = []
  for (const [index, task] of tasks.entries()) {
    bench.status(`proving ${task.spec.id} (${index + 1} of ${tasks.length}) …`)
    const matrix = await provedMatrix(task, bench)
    proved.push({ matrix, diagnostics: diagnoseMatrix(matrix) })
  }
  return proved
}

/** The matrix of a task; what was run before is not run again. */
async function provedMatrix(task: Task, { sandbox, sandboxIdentity, cache }: Workbench): Promise<Matrix> {
  const name = `runs/${task.spec.id}.json`
  const runs = new RunStore(sandbox, sandboxIdentity, await cache.read(name))
  const matrix = await runMatrix(task, runs)
  const kept = runs.toKeep()
  if (kept !== null) await cache.write(name, kept)
  return matrix
}

/** What a bundle says of how its tasks were proved; null when a task was not. */
export function proofOf(proved: readonly ProvedTask[]): Proof | null {
  if (proved.some(({ diagnostics }) => hasErrors(diagnostics))) return null
  return proofWith(proved.map(({ matrix }) => [matrix.task.spec.id, countsOf(matrix)]))
}

/** The proof of tasks, by their ids. */
export function proofWith(tasks: readonly (readonly [string, ProofCounts])[]): Proof {
  return { version, sandbox: SANDBOX_VERSION, limits: DEFAULT_LIMITS, tasks: Object.fromEntries(tasks) }
}

/** What a bundle says of one task's proof. */
export type ProofCounts = Proof['tasks'][string]

export function countsOf({ variants, cases, tests }: Matrix): ProofCounts {
  return {
    variants: variants.length,
    witnessed: new Set(cases.map(({ item }) => item.spec.id)).size,
    cases: cases.length,
    tests: tests.length,
  }
}
