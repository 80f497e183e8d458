import type { Observation } from '../../model/observation.ts'
import type { EventOf, Truth } from '../../model/trajectory.ts'
import type { Place } from './plan.ts'

/** How an episode is reached: in this process, or over the wire. */
export interface Door {
  open(place: Place): Promise<OpenedEpisode>
  close(): Promise<void>
}

/** What a step brought, with what only the environment itself knows where that is at hand. */
export type Stepped =
  | ({ readonly status: 'played'; readonly observation: Observation } & Pick<
      EventOf<'step'>,
      'reward' | 'done' | 'problem' | 'verdicts' | 'graded' | 'components'
    >)
  | { readonly status: 'broken'; readonly reason: string; readonly own: boolean }

export interface OpenedEpisode {
  readonly observation: Observation
  readonly truth: Truth | null
  readonly facts: Pick<EventOf<'start'>, 'bundle' | 'grader' | 'split' | 'policy' | 'maximum'>
  /** Plays an action that is known to be readable. */
  step(action: unknown): Promise<Stepped>
  close(): Promise<void>
}
