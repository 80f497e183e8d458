import { readTask } from '../src/author/compile/read-task.ts'
import { composeVariant } from '../src/author/task/compose.ts'
import { linkProgram } from '../src/runtime/sandbox/program.ts'
import type { RunInput } from '../src/runtime/sandbox/run.ts'
import { loadStripTypes } from '../src/runtime/sandbox/strip-types.ts'

export { SandboxPool } from '../src/runtime/sandbox/pool.ts'

/** What is run day in, day out: the witness cases of a corpus on its programs with all defects. */
export async function typicalRuns(
  files: readonly { path: string; bytes: Uint8Array }[],
): Promise<readonly RunInput[]> {
  const strip = await loadStripTypes()
  const runs: RunInput[] = []
  for (const file of files) {
    const { value: task } = await readTask(file)
    if (!task) throw new Error(`${file.path} has errors`)
    if (task.language.name !== 'typescript') continue
    const all = new Set(task.items.map(({ spec }) => spec.id))
    const linked = linkProgram(composeVariant(task, all), task.spec.fixtures ?? {}, strip)
    if (!linked.ok) throw new Error(linked.fault.message)
    for (const { witness } of task.spec.rubric)
      for (const { calls } of witness?.cases ?? []) runs.push({ program: linked.program, calls })
  }
  return runs
}
