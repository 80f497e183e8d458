import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Results, resultsShape, runShape } from '../../src/model/results.ts'
import type { Trajectory } from '../../src/model/trajectory.ts'
import { createValidator } from '../../src/model/validator.ts'
import { readTrajectories } from '../../src/rollout/trajectory/read.ts'

/** The trajectories of a file, all of which can be read. */
export async function trajectoriesOf(path: string): Promise<readonly Trajectory[]> {
  const found: Trajectory[] = []
  const options = {
    note({ line, message }: { readonly line: number; readonly message: string }): void {
      throw new Error(`${path}:${line}: ${message}`)
    },
  }
  for await (const one of readTrajectories(createReadStream(path), options)) found.push(one)
  return found
}

/** A run folder as `eval` writes it; what has no published shape fails. */
export async function runAt(
  folder: string,
): Promise<{ readonly results: Results; readonly trajectories: readonly Trajectory[] }> {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const results = createValidator(resultsShape, 'strict')(json('inference_results.json'))
  if (!results.ok) throw new Error(JSON.stringify(results.faults))
  const run = createValidator(runShape, 'strict')(json('run.json'))
  if (!run.ok) throw new Error(JSON.stringify(run.faults))
  return { results: results.value, trajectories: await trajectoriesOf(join(folder, 'trajectories.jsonl')) }
}
