import type { Split } from '../../model/policy.ts'
import { splits } from '../../model/policy.ts'
import { RUN_FORMAT, type Run, type RunFigures, type Trajectory } from '../../model/trajectory.ts'
import type { OpenBundle, Row } from '../../runtime/bundle/opened.ts'
import type { Policies } from '../../runtime/environment/policy.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import type { Agent } from '../agents/agent.ts'
import { playEpisode, playEpisodeIn } from './play.ts'

/**
 * Plays every row of the given splits once for each seed, in the bundle's order. For agents that have nothing run; all
 * others play {@link evaluateIn} a sandbox.
 */
export function* evaluate(
  bundle: OpenBundle,
  policies: Policies,
  agent: Agent,
  chosen: readonly Split[],
  seeds = 1,
): Generator<Trajectory> {
  for (const row of rowsOf(bundle, chosen))
    for (let seed = 0; seed < seeds; seed += 1)
      yield playEpisode(bundle, row, policies[row.task.split], agent, seed)
}

export async function* evaluateIn(
  sandbox: Sandbox,
  bundle: OpenBundle,
  policies: Policies,
  agent: Agent,
  chosen: readonly Split[],
  seeds = 1,
): AsyncGenerator<Trajectory> {
  for (const row of rowsOf(bundle, chosen))
    for (let seed = 0; seed < seeds; seed += 1)
      yield playEpisodeIn(sandbox, bundle, row, policies[row.task.split], agent, seed)
}

export function rowsOf(bundle: OpenBundle, chosen: readonly Split[]): readonly Row[] {
  return [...bundle.tasks.values()].flat().filter(({ task }) => chosen.includes(task.split))
}

/** The figures of a run: its outcomes add up to what was requested. */
export function summarizeRun(bundle: OpenBundle, agent: Agent, trajectories: readonly Trajectory[]): Run {
  const splitOf = ({ task_id }: Trajectory) => bundle.tasks.get(task_id)?.[0]?.task.split
  const used = splits.filter((split) => trajectories.some((trajectory) => splitOf(trajectory) === split))
  return {
    format: RUN_FORMAT,
    bundle: bundle.sha256,
    grader: bundle.grader,
    agent: agent.name,
    proved: bundle.proof !== null,
    all: figures(trajectories),
    by_split: Object.fromEntries(
      used.map((split) => [
        split,
        figures(trajectories.filter((trajectory) => splitOf(trajectory) === split)),
      ]),
    ),
  }
}

function figures(trajectories: readonly Trajectory[]): RunFigures {
  const count = (outcome: Trajectory['outcome']) =>
    trajectories.filter((one) => one.outcome === outcome).length
  const scored = trajectories.flatMap(({ score, maximum }) => (score === null ? [] : { score, maximum }))
  const counts = {
    scored: count('scored'),
    invalid: count('invalid'),
    unscored: count('unscored'),
    error: count('error'),
  }
  const requested = Object.values(counts).reduce((total, one) => total + one, 0)
  if (requested !== trajectories.length) throw new Error('A rollout with an outcome that nobody counts')
  const total = scored.reduce((sum, { score }) => sum + score, 0)
  return {
    requested,
    ...counts,
    mean_score: scored.length === 0 ? null : total / scored.length,
    at_maximum: scored.filter(({ score, maximum }) => score === maximum).length,
  }
}
