import type { WireAction } from '../../model/action.ts'
import type { Observation } from '../../model/observation.ts'
import type { Row } from '../../runtime/bundle/opened.ts'

/** A package of others that an agent needs. */
export interface NeededPackage {
  readonly name: string
  /** The major version to install. */
  readonly major: string
  /** The version that is installed, or null. */
  readonly installed: string | null
}

/** Plays one episode: given what it sees, its next action. */
export type Play = (observation: Observation) => WireAction

/** Somebody of ours who plays. */
export interface Agent {
  readonly name: string
  /** What it does, in one sentence. */
  readonly summary: string
  /** Packages of others on which its play of tasks in these languages hangs. */
  needs?(languages: readonly string[]): readonly NeededPackage[]
  /** Same row, same seed, same packages: same play. */
  start(row: Row, seed: number): Play | Promise<Play>
}

/** An agent made from the rubric. It may look at the row's private half, which is what makes it a control. */
export interface Control extends Agent {
  start(row: Row, seed: number): Play
}
