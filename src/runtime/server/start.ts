import type { Fault } from '../../model/fault.ts'
import { resetShape } from '../../model/reset.ts'
import type { State } from '../../model/state.ts'
import { createValidator } from '../../model/validator.ts'
import { chooseRow } from '../environment/choose-row.ts'
import { type Episode, scoreOf, startEpisode } from '../environment/episode.ts'
import { narrowPolicy } from '../environment/policy.ts'
import type { Service } from './service.ts'

/** An episode with its name. */
export interface Playing {
  readonly episode: Episode
  readonly episodeId: string
  readonly seed: number | null
}

/** Unknown keys are told back with every observation, so they are few and short. */
const MAX_RESET_KEYS = 64
const MAX_KEY_CHARACTERS = 100

const validateReset = createValidator(resetShape, 'lax')

/** The episode that a reset asks for, or all that is wrong with it. */
export function openEpisode(
  service: Service,
  data: unknown,
): Playing | { readonly faults: readonly Fault[] } {
  const request = validateReset(data)
  if (!request.ok) return { faults: request.faults }
  const keys = Object.keys(request.value)
  if (keys.length > MAX_RESET_KEYS || keys.some((key) => key.length > MAX_KEY_CHARACTERS)) {
    const message = `A reset has at most ${MAX_RESET_KEYS} keys of at most ${MAX_KEY_CHARACTERS} characters`
    return { faults: [{ path: [], input: null, kind: 'refused' as const, message }] }
  }
  const choice = chooseRow(service.bundle, request.value, service.desk, () => service.drawSeed())
  if ('kind' in choice) return { faults: [choice] }
  const { feedback = null, reward = null, episode_id = null } = request.value
  const policy = narrowPolicy(service.policies[choice.row.task.split], { feedback, delivery: reward })
  if ('refused' in policy) {
    const input = Reflect.get(request.value, policy.refused)
    return { faults: [{ path: [policy.refused], input, kind: 'refused' as const, message: policy.message }] }
  }
  const episode = startEpisode(choice.row, policy, choice.ignored)
  return { episode, episodeId: episode_id ?? service.newId(), seed: choice.seed }
}

/** What `state` answers before the first reset. */
export const blankState: State = {
  episode_id: null,
  step_count: 0,
  task_id: null,
  row: null,
  split: null,
  seed: null,
  policy: null,
  done: false,
  score: null,
}

export function stateOf({ episode, episodeId, seed }: Playing): State {
  const { row, policy, history, done } = episode
  return {
    episode_id: episodeId,
    step_count: history.length,
    task_id: row.task.id,
    row: row.number,
    split: row.task.split,
    seed,
    policy,
    done,
    score: done ? scoreOf(episode) : null,
  }
}
