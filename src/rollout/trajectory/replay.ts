import { canonicalJson } from '../../core/canonical-json.ts'
import { stepsOf, type Trajectory } from '../../model/trajectory.ts'
import { nothingRan, type Verdicts } from '../../model/verdict.ts'
import type { OpenBundle } from '../../runtime/bundle/opened.ts'
import {
  afterBreak,
  type Episode,
  needsRunning,
  scoreOf,
  startEpisode,
  stepEpisode,
} from '../../runtime/environment/episode.ts'
import { observe } from '../../runtime/environment/observe.ts'
import { prepareTurn } from '../../runtime/environment/prepare.ts'
import { gradedStep, toldIn } from '../../runtime/recording/events.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import { readAction } from '../../runtime/server/session.ts'
import { observationsOf } from './observations.ts'

/** What a replay gives otherwise than the record says. */
export interface Difference {
  /** From 1; 0 for the beginning and the end. */
  readonly step: number
  readonly what: string
  readonly recorded: string
  readonly replayed: string
}

/** What a record cannot be held against, and why. */
export interface Unplayable {
  readonly unplayable: string
}

/**
 * Plays the actions of a trajectory again and holds everything against the record: rewards, verdicts on findings,
 * components, and every observation, byte for byte. What was run comes from the record; with a sandbox it is run again,
 * and compared too.
 */
export async function replay(
  bundle: OpenBundle,
  trajectory: Trajectory,
  sandbox: Sandbox | null,
): Promise<readonly Difference[] | Unplayable> {
  const { start, end } = trajectory
  if (start.bundle !== null && start.bundle !== bundle.sha256)
    return { unplayable: `It was played on the bundle ${start.bundle.slice(0, 12)}` }
  const row = bundle.tasks.get(start.task_id)?.[start.row]
  if (!row) return { unplayable: `The bundle has no row ${start.row} of \`${start.task_id}\`` }
  const found: Difference[] = []
  const compare = (step: number, what: string, recorded: unknown, replayed: unknown) => {
    const [before, after] = [recorded, replayed].map((value) => canonicalJson(value ?? null))
    if (before !== after) found.push({ step, what, recorded: before ?? '', replayed: after ?? '' })
  }
  // A record that was migrated does not know what its player saw, nor its components.
  const observations = 'snippets' in trajectory.scene.observation ? observationsOf(trajectory) : []
  let episode: Episode = startEpisode(row, start.policy, start.ignored)
  const [first] = observations
  if (first) compare(0, 'observation', toldIn(first), toldIn(observe(episode, null)))
  let step = 0
  for (const turn of trajectory.turns) {
    if (turn.event === 'answer') continue
    if (turn.event === 'broken') {
      if (turn.own) episode = afterBreak(episode)
      continue
    }
    step += 1
    const action = readAction(turn.action)
    if ('faults' in action) return { unplayable: `The action of step ${step} cannot be read any more` }
    const mustRun = needsRunning(episode, action)
    let verdicts: Verdicts | null = turn.verdicts
    if (mustRun && sandbox !== null) {
      const ran = await prepareTurn(sandbox, episode, action)
      if ('failed' in ran) return { unplayable: `Step ${step}: ${ran.trouble ?? ran.failed}` }
      if (turn.verdicts !== null) compare(step, 'verdicts', turn.verdicts, ran)
      verdicts = ran
    }
    if (mustRun && verdicts === null)
      return { unplayable: `What step ${step} had run is not in the record: use --rerun` }
    const played = stepEpisode(episode, action, verdicts ?? nothingRan)
    const { reward, done, problem, graded, components } = gradedStep(episode, played, verdicts)
    compare(step, 'reward', turn.reward, reward)
    compare(step, 'done', turn.done, done)
    compare(step, 'problem', turn.problem, problem)
    if (turn.graded !== null) {
      compare(step, 'graded', turn.graded, graded)
      if (Object.keys(turn.components).length > 0) compare(step, 'components', turn.components, components)
    }
    episode = played.episode
    const seen = observations[step]
    if (seen) compare(step, 'observation', toldIn(seen), toldIn(observe(episode, problem)))
  }
  if (end.outcome === 'scored') compare(0, 'score', end.score, episode.done ? scoreOf(episode) : null)
  if (end.outcome === 'scored' && stepsOf(trajectory).length === 0) compare(0, 'steps', 'some', 'none')
  return found
}
