import { type Action, actionShape, decodeAction } from '../../model/action.ts'
import type { Fault } from '../../model/fault.ts'
import type { Observation } from '../../model/observation.ts'
import { resetShape } from '../../model/reset.ts'
import type { State } from '../../model/state.ts'
import { createValidator } from '../../model/validator.ts'
import type { OpenBundle } from '../bundle/opened.ts'
import { chooseRow, type Desk } from '../environment/choose-row.ts'
import {
  afterBreak,
  type Episode,
  needsRunning,
  scoreOf,
  startEpisode,
  stepEpisode,
  type Turn,
} from '../environment/episode.ts'
import { observe } from '../environment/observe.ts'
import { narrowPolicy, type Policies } from '../environment/policy.ts'
import { prepareTurn } from '../environment/prepare.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** What sessions need from the outside; chance comes in here and nowhere else. */
export interface Service {
  readonly bundle: OpenBundle
  readonly policies: Policies
  readonly desk: Desk
  /** Where witnesses and patches run; nothing is started before there is one. */
  readonly sandbox: Sandbox
  drawSeed(): number
  newId(): string
  /** Takes note of an error that is ours. */
  report(error: unknown): void
}

export interface TurnReply {
  readonly observation: Observation
  readonly reward: number | null
  readonly done: boolean
}

export type Reply =
  | { readonly status: 'ok'; readonly turn: TurnReply }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] }
  | { readonly status: 'failed'; readonly message: string }

/**
 * One agent's place: at most one episode at a time. Every transport talks to these. A step answers at once unless
 * something must be run for it; whoever asks waits for the answer before asking again.
 */
export interface Session {
  reset(data: unknown): Reply
  step(data: unknown): Reply | Promise<Reply>
  state(): State
  /** Nobody waits for answers any more. */
  close(): void
}

/** Unknown keys are told back with every observation, so they are few and short. */
const MAX_RESET_KEYS = 64
const MAX_KEY_CHARACTERS = 100

const validateReset = createValidator(resetShape, 'lax')
const validateAction = createValidator(actionShape, 'lax')

export function createSession(service: Service): Session {
  let playing: Playing | null = null
  const closed = new AbortController()
  return {
    reset(data) {
      const started = openEpisode(service, data)
      if ('faults' in started) return { status: 'invalid', faults: started.faults }
      playing = started
      return {
        status: 'ok',
        turn: { observation: observe(started.episode, null), reward: null, done: false },
      }
    },
    step(data) {
      const action = readAction(data)
      if ('faults' in action) return { status: 'invalid', faults: action.faults }
      if (playing === null)
        return { status: 'failed', message: 'There is no episode yet: send a reset first' }
      if (needsRunning(playing.episode, action)) return stepAfterRunning(playing, action)
      return settle(playing, stepEpisode(playing.episode, action))
    },
    state() {
      return playing === null ? blankState : stateOf(playing.episode, playing.episodeId, playing.seed)
    },
    close: () => closed.abort(),
  }

  async function stepAfterRunning(before: Playing, action: Action): Promise<Reply> {
    const ran = await prepareTurn(service.sandbox, before.episode, action, { cancel: closed.signal })
    if (playing !== before)
      return { status: 'failed', message: 'The episode went on while this ran: nothing of it counts' }
    if (!('failed' in ran)) return settle(before, stepEpisode(before.episode, action, ran))
    if (ran.isOwn) playing = { ...before, episode: afterBreak(before.episode) }
    return { status: 'failed', message: ran.failed }
  }

  function settle(before: Playing, turn: Turn): Reply {
    playing = { ...before, episode: turn.episode }
    const observation = observe(turn.episode, turn.problem)
    return { status: 'ok', turn: { observation, reward: turn.reward, done: turn.episode.done } }
  }
}

interface Playing {
  readonly episode: Episode
  readonly episodeId: string
  readonly seed: number | null
}

/** An action from a stranger's JSON, or all that is wrong with it. */
export function readAction(data: unknown): Action | { readonly faults: readonly Fault[] } {
  const wire = validateAction(data)
  if (!wire.ok) return { faults: wire.faults }
  const action = decodeAction(wire.value)
  return 'kind' in action ? { faults: [action] } : action
}

function openEpisode(service: Service, data: unknown) {
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

const blankState: State = {
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

function stateOf(episode: Episode, episodeId: string, seed: number | null): State {
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
