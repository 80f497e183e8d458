import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import type { Bundle } from '../../model/bundle.ts'
import type { Policy } from '../../model/policy.ts'
import type { Split } from '../../model/policy-words.ts'
import { type Player, TRAJECTORY_FORMAT } from '../../model/trajectory.ts'
import type { OpenBundle, Row } from '../../runtime/bundle/opened.ts'
import type { Policies } from '../../runtime/environment/policy.ts'

/** A row to be played, and how. */
export interface Place {
  readonly taskId: string
  readonly row: number
  readonly policy: Policy
}

/** One episode of a run, before it is played. */
export interface PlannedEpisode {
  readonly place: Place
  readonly seed: number
  readonly epoch: number
  /** Of all that decides how the episode goes: what has this identity need not be played again. */
  readonly identity: string
}

/** Which rows are played: those that every filter lets through. */
export interface Filters {
  readonly splits: readonly Split[]
  /** Empty lists let everything through. */
  readonly tasks: readonly string[]
  readonly variants: readonly string[]
  readonly tags: readonly string[]
  readonly languages: readonly string[]
  readonly difficulties: readonly string[]
  /** At most so many rows, spread evenly over the tasks; null for all. */
  readonly limit: number | null
}

export interface PlanOptions {
  readonly filters: Filters
  readonly policies: Policies
  readonly player: Player
  /** All else that a player's answers hang on: sampling, prompt, protocol. */
  readonly settings: unknown
  readonly seeds: number
  readonly epochs: number
}

/** The episodes of a run, in the order in which results list them: row by row, seed by seed, epoch by epoch. */
export function planRun(bundle: Bundle, opened: OpenBundle, options: PlanOptions): readonly PlannedEpisode[] {
  const { policies, player, settings, seeds, epochs } = options
  const hashes = new Map<string, string>()
  return chosenRows(opened, options.filters).flatMap(({ task, number }) => {
    const taskHash = hashes.get(task.id) ?? hashOfTask(bundle, task.id)
    hashes.set(task.id, taskHash)
    const policy = policies[task.split]
    const place = { taskId: task.id, row: number, policy }
    const fixed = [TRAJECTORY_FORMAT, taskHash, number, bundle.grader, policy, player, settings]
    return count(seeds).flatMap((seed) =>
      count(epochs).map((epoch) => ({
        place,
        seed,
        epoch,
        identity: sha256(canonicalJson([...fixed, seed, epoch])),
      })),
    )
  })
}

/** All that the course and the score of a task's episodes depend on. */
function hashOfTask(bundle: Bundle, id: string): string {
  const secret = bundle.private.tasks[id]
  const graded = secret?.items.map(({ evidence, remedy }) => [
    evidence.all,
    evidence.any?.of,
    evidence.none,
    remedy,
  ])
  const named = new Set(
    [JSON.stringify(graded) ?? '', JSON.stringify(bundle.private.heads)].flatMap(stringsIn),
  )
  const concepts = Object.entries(bundle.private.concepts).filter(([concept]) => named.has(concept))
  const shown = bundle.public.tasks.find((task) => task.id === id)
  return sha256(canonicalJson([shown, secret, bundle.private.heads, Object.fromEntries(concepts)]))
}

function stringsIn(json: string): readonly string[] {
  return json.match(/"(?:[^"\\]|\\.)*"/g)?.map((text) => JSON.parse(text) as string) ?? []
}

function chosenRows(opened: OpenBundle, filters: Filters): readonly Row[] {
  const { splits, tasks, variants, tags, languages, difficulties, limit } = filters
  const lets = (wanted: readonly string[], ...has: readonly string[]) =>
    wanted.length === 0 || has.some((word) => wanted.includes(word))
  const rows = [...opened.tasks.values()]
    .flat()
    .filter(
      ({ task, rubric }) =>
        splits.includes(task.split) &&
        lets(tasks, task.id) &&
        lets(variants, rubric.variant) &&
        lets(tags, ...task.tags) &&
        lets(languages, task.language) &&
        lets(difficulties, task.difficulty),
    )
  return limit === null || limit >= rows.length ? rows : spreadOver(rows, limit)
}

/** The first rows of every task before the second ones, in the order of the bundle. */
function spreadOver(rows: readonly Row[], limit: number): readonly Row[] {
  const rank = new Map<Row, number>()
  const seen = new Map<string, number>()
  for (const row of rows) {
    const before = seen.get(row.task.id) ?? 0
    rank.set(row, before)
    seen.set(row.task.id, before + 1)
  }
  const kept = new Set([...rows].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)).slice(0, limit))
  return rows.filter((row) => kept.has(row))
}

function count(most: number): readonly number[] {
  return Array.from({ length: most }, (_, index) => index)
}
