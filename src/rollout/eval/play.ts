import { type Action, decodeAction, type WireAction } from '../../model/action.ts'
import type { Ledger } from '../../model/ledger.ts'
import type { Policy } from '../../model/policy.ts'
import { nothingRan, type Verdicts } from '../../model/verdict.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import {
  type Episode,
  needsRunning,
  scoreOf,
  startEpisode,
  stepEpisode,
} from '../../runtime/environment/episode.ts'
import { observe } from '../../runtime/environment/observe.ts'
import { prepareTurn } from '../../runtime/environment/prepare.ts'
import { componentNumbers, unitsToNumber } from '../../runtime/grader/assess.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import type { Control } from '../agents/agent.ts'

/** An episode that an agent of ours has played to its end. */
export interface Played {
  readonly task_id: string
  readonly row: number
  readonly variant: string
  readonly steps: readonly { readonly action: WireAction; readonly reward: number }[]
  readonly score: number
  readonly maximum: number
  /** They add up to the score. */
  readonly components: Readonly<Record<string, number>>
  readonly ledger: Ledger
}

/** Plays one episode through the real environment, to its end. For agents that have nothing run. */
export function playEpisode(row: Row, policy: Policy, agent: Control, seed: number): Played {
  const { value, done } = episodeOf(row, policy, agent, seed).next()
  if (!done) throw new Error(`${agent.name} has something run, and there is no sandbox`)
  return value
}

/** Plays one episode of any agent; what it wants run is run in the sandbox. Rejects when that cannot be done. */
export async function playEpisodeIn(
  sandbox: Sandbox,
  row: Row,
  policy: Policy,
  agent: Control,
  seed: number,
): Promise<Played> {
  const playing = episodeOf(row, policy, agent, seed)
  let next = playing.next()
  while (!next.done) {
    const ran = await prepareTurn(sandbox, next.value.episode, next.value.action)
    if ('failed' in ran)
      throw new Error(`${agent.name} on ${row.task.id} ${row.number}: ${ran.trouble ?? ran.failed}`)
    next = playing.next(ran)
  }
  return next.value
}

/** What must be run before the episode can go on. */
interface Request {
  readonly episode: Episode
  readonly action: Action
}

/** An episode that stops where something must be run, and goes on with what that showed. */
function* episodeOf(
  row: Row,
  policy: Policy,
  agent: Control,
  seed: number,
): Generator<Request, Played, Verdicts> {
  const play = agent.start(row, seed)
  const steps: Played['steps'][number][] = []
  let episode = startEpisode(row, policy, [])
  let problem: string | null = null
  while (!episode.done) {
    const wire = play(observe(episode, problem))
    const action = decoded(agent, wire)
    const verdicts = needsRunning(episode, action) ? yield { episode, action } : nothingRan
    const turn = stepEpisode(episode, action, verdicts)
    episode = turn.episode
    problem = turn.problem
    steps.push({ action: wire, reward: turn.reward })
  }
  return {
    task_id: row.task.id,
    row: row.number,
    variant: row.rubric.variant,
    steps,
    score: scoreOf(episode),
    maximum: unitsToNumber(row.rubric.maximum[policy.profile]),
    components: componentNumbers(episode.assessment),
    ledger: episode.ledger,
  }
}

/** An agent of ours that sends what makes no sense is a bug of ours. */
function decoded(agent: Control, wire: WireAction) {
  const action = decodeAction(wire)
  if ('faults' in action) throw new Error(`${agent.name} sent an action that cannot be read`)
  return action
}
