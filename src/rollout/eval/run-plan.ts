import type { TrajectoryEvent } from '../../model/trajectory.ts'
import type { PlannedEpisode } from './plan.ts'

export interface RunPlanOptions {
  /** Episodes at a time. */
  readonly concurrency: number
  play(planned: PlannedEpisode): Promise<readonly TrajectoryEvent[]>
  /** Resolves when the episode is on disk. */
  record(events: readonly TrajectoryEvent[], planned: PlannedEpisode): Promise<void>
}

/** Plays episodes, several at a time, in order. The first that fails for a bug, or for want of leave, stops the run. */
export async function runPlan(
  planned: readonly PlannedEpisode[],
  { concurrency, play, record }: RunPlanOptions,
): Promise<void> {
  const left = planned.values()
  let failure: { readonly cause: unknown } | null = null
  const worker = async () => {
    for (let next = left.next(); !next.done && failure === null; next = left.next())
      try {
        await record(await play(next.value), next.value)
      } catch (cause) {
        failure ??= { cause }
      }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, planned.length) }, worker))
  if (failure !== null) throw (failure as { readonly cause: unknown }).cause
}
