import type { Observation } from '../../model/observation.ts'
import { stepsOf, type Trajectory } from '../../model/trajectory.ts'

/** What the player saw, before its first action and after each step. */
export function observationsOf(trajectory: Trajectory): readonly Observation[] {
  const { scene, start } = trajectory
  let seen = { ...scene.observation, ...start.observation }
  const all = [seen]
  for (const { observation } of stepsOf(trajectory)) {
    seen = { ...seen, ...observation }
    all.push(seen)
  }
  // They were observations when they were written; a later version may have other keys.
  return all as unknown as readonly Observation[]
}
