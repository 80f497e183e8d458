import { groupBy } from '../../core/group.ts'
import { type GroupFigures, RESULTS_FORMAT, type Results, type Run } from '../../model/results.ts'
import { creditedClasses, outcomes } from '../../model/trajectory.ts'
import { calibrationOf } from './calibration.ts'
import type { EpisodeFigures } from './episode-figures.ts'
import { foundBy, foundIn } from './found.ts'
import { clusteredError, meanOf, passAt, studentQuantile } from './statistics.ts'

/**
 * The figures of a run. Rollouts of the plan that have no record count as `unscored`, so that what was requested is
 * always the sum of the outcomes. The order in which rollouts ended makes no difference.
 */
export function resultsOf(run: Run, figures: Iterable<EpisodeFigures>): Results {
  const known = new Map([...figures].map((one) => [one.identity, one]))
  const planned = new Set(run.planned)
  const rollouts = run.planned.flatMap((identity) => known.get(identity) ?? [])
  const missing = run.planned.length - rollouts.length
  const graded = rollouts.filter(isGraded)
  const bySplit = groupBy(rollouts, ({ split }) => split ?? 'unknown')
  const byTask = groupBy(rollouts, ({ taskId }) => taskId)
  const groups = (map: ReadonlyMap<string, readonly EpisodeFigures[]>) =>
    Object.fromEntries([...map].sort(byKey).map(([key, group]) => [key, groupOf(group, 0, run.success)]))
  if (planned.size !== run.planned.length) throw new Error('Two rollouts of a plan have one identity')
  return {
    format: RESULTS_FORMAT,
    bundle: run.bundle,
    grader: run.grader,
    proved: run.proved,
    attacked: run.attacked,
    player: run.player,
    settings: run.settings,
    success: run.success,
    all: groupOf(rollouts, missing, run.success),
    by_split: groups(bySplit),
    by_task: groups(byTask),
    by_category: foundBy(graded, 'category'),
    by_kind: foundBy(graded, 'kind'),
    classes: tally(graded.flatMap(({ findings }) => findings.map((finding) => finding.class))),
    calibration: calibrationOf(
      graded
        .flatMap(({ findings }) => findings)
        .filter((finding) => finding.class !== 'neutral' && finding.class !== 'raised')
        .map(({ confidence, ...finding }) => ({
          confidence: confidence / 1000,
          isRight: creditedClasses.has(finding.class),
        })),
    ),
    hints: {
      taken: total(graded.map(({ hints }) => hints)),
      rollouts: graded.filter(({ hints }) => hints > 0).length,
      mean: meanOf(graded.map(({ hints }) => hints)),
    },
    patches: patchesOf(graded),
    steps: stepsOf(graded),
    answers: {
      total: total(rollouts.map(({ answers }) => answers.total)),
      unreadable: total(rollouts.map(({ answers }) => answers.unreadable)),
      tries: total(rollouts.map(({ answers }) => answers.tries)),
    },
    usage: usageOf(run, rollouts),
    reasons: tally(rollouts.flatMap(({ reason }) => reason ?? [])),
    rollouts: rollouts.map(({ taskId, scores, ...one }) => ({
      identity: one.identity,
      task_id: taskId,
      row: one.row,
      variant: one.variant,
      profile: one.profile,
      seed: one.seed,
      epoch: one.epoch,
      outcome: one.outcome,
      reason: one.reason,
      score: one.score,
      maximum: one.maximum,
      steps: scores.length,
    })),
  }
}

/** Whether a rollout counts in means. A score that nobody has is never made up. */
function isGraded(one: EpisodeFigures): one is EpisodeFigures & { readonly score: number } {
  return one.outcome === 'scored' && one.score !== null
}

function groupOf(rollouts: readonly EpisodeFigures[], missing: number, success: number): GroupFigures {
  const counts = Object.fromEntries(
    outcomes.map((name) => [name, rollouts.filter(({ outcome }) => outcome === name).length]),
  ) as Record<(typeof outcomes)[number], number>
  counts.unscored += missing
  const requested = rollouts.length + missing
  if (total(Object.values(counts)) !== requested)
    throw new Error('A rollout with an outcome that nobody counts')
  const graded = rollouts.filter(isGraded)
  return {
    outcomes: { requested, ...counts },
    score: scoreOf(graded),
    found: foundIn(graded),
    pass_at: passesOf(rollouts, success),
  }
}

type Graded = EpisodeFigures & { readonly score: number }

function scoreOf(graded: readonly Graded[]): GroupFigures['score'] {
  const clusters = [...groupBy(graded, ({ taskId }) => taskId).values()].map((group) =>
    group.map(({ score }) => score),
  )
  const mean = meanOf(graded.map(({ score }) => score))
  const error = clusteredError(clusters)
  const width = error === null ? null : error * studentQuantile(clusters.length - 1)
  return {
    mean,
    standard_error: error,
    interval: mean === null || width === null ? null : [mean - width, mean + width],
    share_of_maximum: meanOf(
      graded.flatMap(({ score, maximum }) => (maximum !== null && maximum > 0 ? score / maximum : [])),
    ),
    at_maximum: graded.filter(({ score, maximum }) => score === maximum).length,
  }
}

/** Unreadable answers are failures of the model; what was lost by our fault is left out. */
function passesOf(rollouts: readonly EpisodeFigures[], success: number): Record<string, number> {
  const counted = rollouts.filter((one) => isGraded(one) || one.outcome === 'invalid')
  const rows = [...groupBy(counted, ({ taskId, row }) => `${taskId} ${row}`).values()]
  if (rows.length === 0) return {}
  const fewest = Math.min(...rows.map((episodes) => episodes.length))
  const chosen = [1, 2, 4, 8, 16, 32, 64].filter((k) => k <= fewest)
  const isSuccess = ({ score, maximum }: EpisodeFigures) =>
    score !== null && maximum !== null && maximum > 0 && score >= success * maximum
  return Object.fromEntries(
    chosen.map((k) => [
      String(k),
      meanOf(rows.map((episodes) => passAt(episodes.length, episodes.filter(isSuccess).length, k))) ?? 0,
    ]),
  )
}

function patchesOf(graded: readonly EpisodeFigures[]): Results['patches'] {
  const patching = graded.filter(({ patches }) => patches.submitted > 0)
  const mendable = total(patching.map(({ items }) => items.filter(({ isFound }) => isFound).length))
  const mended = total(patching.map(({ patches }) => patches.mended))
  return {
    submitted: total(patching.map(({ patches }) => patches.submitted)),
    accepted: total(patching.map(({ patches }) => patches.accepted)),
    mendable,
    mended,
    success: mendable === 0 ? null : mended / mendable,
  }
}

function stepsOf(graded: readonly Graded[]): Results['steps'] {
  const longest = graded.reduce((most, { scores }) => Math.max(most, scores.length), 0)
  const attempts = graded.flatMap(({ score, scores, firstAttempt }) => {
    const first = firstAttempt === null ? undefined : scores[firstAttempt]
    return first === undefined ? [] : { first, gain: score - first }
  })
  return {
    mean: meanOf(graded.map(({ scores }) => scores.length)),
    score_after: Array.from(
      { length: longest },
      (_, step) => meanOf(graded.map(({ scores, score }) => scores[step] ?? score)) ?? 0,
    ),
    first_attempt: meanOf(attempts.map(({ first }) => first)),
    improvement: meanOf(attempts.map(({ gain }) => gain)),
  }
}

function usageOf({ prices }: Run, rollouts: readonly EpisodeFigures[]): Results['usage'] {
  const input = total(rollouts.map(({ usage }) => usage?.input ?? 0))
  const output = total(rollouts.map(({ usage }) => usage?.output ?? 0))
  const dollars =
    prices.input === null || prices.output === null
      ? null
      : (input * prices.input + output * prices.output) / 1_000_000
  return { input, output, dollars }
}

/** How often each word comes, words in alphabetical order. */
function tally(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...groupBy(words, (word) => word)].sort(byKey).map(([word, all]) => [word, all.length]),
  )
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
