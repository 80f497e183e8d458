import type { WireAction } from '../../model/action.ts'
import type { Observation } from '../../model/observation.ts'
import type { Row } from '../../runtime/bundle/opened.ts'

/** Plays one episode: given what it sees, its next action. */
export type Play = (observation: Observation) => WireAction

/** An agent made from the rubric. It may look at the row's private half, which is what makes it a control. */
export interface Agent {
  readonly name: string
  /** What it does, in one sentence. */
  readonly summary: string
  /** Same row, same seed, same play. */
  start(row: Row, seed: number): Play
}
