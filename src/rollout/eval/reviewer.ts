import type { Observation } from '../../model/observation.ts'
import type { EventOf, RolloutOutcome } from '../../model/trajectory.ts'

/** What a player is shown before it acts. */
export interface Seen {
  readonly observation: Observation
  /** What the last action earned, as far as the player is told; null before the first. */
  readonly reward: number | null
  /** Why the last action was not judged and did not count, or null. */
  readonly broken: string | null
}

/** What an answer of a model or program was, without its episode. */
export type Answer = Omit<EventOf<'answer'>, 'event' | 'episode'>

/** A readable action, or the end of an episode that cannot be played on. */
export type Move =
  | { readonly action: unknown; readonly answers: readonly Answer[] }
  | { readonly gaveUp: GaveUp; readonly answers: readonly Answer[] }

/** The messages that open a conversation, and the tools in it. */
export type Opening = Pick<EventOf<'prompt'>, 'messages' | 'tools'>

export interface GaveUp {
  readonly outcome: Exclude<RolloutOutcome, 'scored'>
  readonly reason: string
}

/** Plays one episode. */
export interface Reviewer {
  next(seen: Seen): Promise<Move>
  /** What opened the conversation, for players that have one. */
  prompt(): Opening | null
  close(): Promise<void>
}
