import type { LedgerEntry } from '../../model/ledger.ts'
import type { Results } from '../../model/results.ts'
import type { RolloutOutcome, Truth } from '../../model/trajectory.ts'

/** What the page knows at once: the figures of the runs, and a line for each episode. */
export interface ReportIndex {
  readonly runs: readonly { readonly name: string; readonly results: Omit<Results, 'rollouts'> }[]
  readonly scenes: Readonly<Record<string, ReportScene>>
  readonly tasks: readonly string[]
  readonly variants: readonly string[]
  readonly episodes: readonly EpisodeLine[]
  /** Episodes a block. */
  readonly block: number
}

/** A line of the list; run, task and variant by their numbers, the variant null where it is not known. */
export type EpisodeLine = readonly [
  run: number,
  task: number,
  row: number,
  variant: number | null,
  outcome: RolloutOutcome,
  score: number | null,
  maximum: number | null,
  steps: number,
  findings: number,
  seed: number | null,
  epoch: number,
]

export interface ReportScene {
  readonly title: string
  readonly context: string
  readonly snippets: readonly { readonly path: string; readonly role: string; readonly code: string }[]
  readonly truth: Truth | null
}

/** What is shown of one episode once somebody asks for it. */
export interface ReportEpisode {
  readonly scene: string
  readonly reason: string | null
  /** The items that it found; null where nothing is known of what its findings turned out to be. */
  readonly found: readonly string[] | null
  readonly components: Readonly<Record<string, number>>
  readonly turns: readonly ReportTurn[]
}

export type ReportTurn =
  | { readonly type: 'answer'; readonly text: string; readonly problem: string | null }
  | {
      readonly type: 'step'
      readonly action: unknown
      readonly reward: number
      readonly problem: string | null
      readonly graded: readonly LedgerEntry[] | null
      readonly score: number
    }
  | { readonly type: 'broken'; readonly reason: string }
