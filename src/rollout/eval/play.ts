import { decodeAction, type WireAction } from '../../model/action.ts'
import type { Policy } from '../../model/policy.ts'
import { TRAJECTORY_FORMAT, type Trajectory } from '../../model/trajectory.ts'
import type { OpenBundle, Row } from '../../runtime/bundle/opened.ts'
import { type Episode, scoreOf, startEpisode, stepEpisode } from '../../runtime/environment/episode.ts'
import { observe } from '../../runtime/environment/observe.ts'
import { componentNumbers, unitsToNumber } from '../../runtime/grader/assess.ts'
import type { Agent } from '../agents/agent.ts'

type Step = Trajectory['steps'][number]

/** Plays one episode through the real environment, to its end. */
export function playEpisode(
  bundle: OpenBundle,
  row: Row,
  policy: Policy,
  agent: Agent,
  seed: number,
): Trajectory {
  const play = agent.start(row, seed)
  const steps: Step[] = []
  let episode = startEpisode(row, policy, [])
  let problem: string | null = null
  while (!episode.done) {
    const action = play(observe(episode, problem))
    const turn = stepEpisode(episode, decoded(agent, action))
    episode = turn.episode
    problem = turn.problem
    steps.push({ action, reward: turn.reward, done: episode.done, problem })
  }
  return trajectoryOf(bundle, episode, agent, seed, steps)
}

/** An agent of ours that sends what makes no sense is a bug of ours. */
function decoded(agent: Agent, wire: WireAction) {
  const action = decodeAction(wire)
  if ('kind' in action) throw new Error(`${agent.name} sent an action that cannot be read`)
  return action
}

function trajectoryOf(
  bundle: OpenBundle,
  episode: Episode,
  agent: Agent,
  seed: number,
  steps: Step[],
): Trajectory {
  const { row, policy, ledger, assessment } = episode
  return {
    format: TRAJECTORY_FORMAT,
    bundle: bundle.sha256,
    grader: bundle.grader,
    agent: agent.name,
    seed,
    task_id: row.task.id,
    row: row.number,
    variant: row.rubric.variant,
    policy,
    steps,
    ledger: [...ledger],
    outcome: 'scored',
    score: scoreOf(episode),
    maximum: unitsToNumber(row.rubric.maximum[policy.profile]),
    components: componentNumbers(assessment),
  }
}
