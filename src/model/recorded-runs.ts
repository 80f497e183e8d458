import type { RolloutOutcome } from './trajectory.ts'

/** One finished episode of a recorded run, as a list of them shows it. */
export interface EpisodeLine {
  /** Its number among all that are recorded, from 0. */
  readonly number: number
  /** The run folder, or the file of a server. */
  readonly run: string
  readonly player: string
  readonly task: string
  readonly row: number
  readonly outcome: RolloutOutcome
  readonly score: number | null
  readonly maximum: number | null
  readonly steps: number
  readonly findings: number
  readonly seed: number | null
  readonly epoch: number
}

/** By what a list of episodes can be narrowed. */
export const episodeKeys = ['run', 'player', 'task', 'outcome'] as const
export type EpisodeKey = (typeof episodeKeys)[number]

/** Which episodes are asked for; a key that is left out narrows nothing. */
export interface EpisodeQuery extends Readonly<Partial<Record<EpisodeKey, string>>> {
  /** The number of those before the first that is wanted. */
  readonly from: number
}

/** A page of the list. */
export interface EpisodePage {
  /** Episodes in all, and those that the query lets through. */
  readonly total: number
  readonly found: number
  readonly from: number
  readonly episodes: readonly EpisodeLine[]
  /** The words of each key, sorted. */
  readonly words: Readonly<Record<EpisodeKey, readonly string[]>>
  /** What could not be read, with its place. */
  readonly notes: readonly string[]
}

/** Episodes on one page. */
export const EPISODES_A_PAGE = 100
