import { type Action, actionShape, decodeAction, plainActionShape } from '../../model/action.ts'
import { createGuard } from '../../model/conformity.ts'
import type { Fault } from '../../model/fault.ts'
import type { State } from '../../model/state.ts'
import { createValidator } from '../../model/validator.ts'
import { nothingRan, type Verdicts } from '../../model/verdict.ts'
import { afterBreak, type Episode, needsRunning, stepEpisode } from '../environment/episode.ts'
import { sceneOf, tell } from '../environment/observe.ts'
import { prepareTurn } from '../environment/prepare.ts'
import { SessionRecording } from '../recording/session-recording.ts'
import { Chronicle, type PastEpisode } from './chronicle.ts'
import { Repeats } from './repeats.ts'
import { DEADLINE_MS, type Reply, type Service } from './service.ts'
import { blankState, openEpisode, type Playing, stateOf } from './start.ts'
import { Turns } from './turns.ts'

type Answer<T = Reply> = T | Promise<T>

/** What can be asked of a session, whichever process it lives in. */
export interface AskedSession {
  reset(data: unknown, requestId?: string | null): Answer
  step(data: unknown, requestId?: string | null): Answer
  /** What an agent sees that only looks: starts an episode with `data` where there is none. */
  view(data: unknown): Answer
  state(): Answer<State>
  /** The last episodes, or those of them with this name. */
  history(episodeId: string | null): Answer<readonly PastEpisode[]>
}

/**
 * One agent's place: at most one episode at a time. Every transport talks to these. A request is answered at once
 * unless something must be run for it, or for one before it. One that has a name and comes again is answered as it
 * was the first time, and not played again.
 */
export interface Session extends AskedSession {
  state(): State
  history(episodeId: string | null): readonly PastEpisode[]
  readonly isBusy: boolean
  /** Nobody waits for answers any more: what runs is given up, unless it has a name under which it can be asked for. */
  abandon(): void
  /** The end: what runs is given up. */
  close(): void
}

const validateAction = createValidator(actionShape, 'lax')
const isPlainAction = createGuard(plainActionShape)

const nothingYet: Reply = {
  status: 'failed',
  reason: 'early',
  message: 'There is no episode yet: send a reset first',
}
const crowded: Reply = {
  status: 'failed',
  reason: 'crowded',
  message: 'Too many requests wait for this session: send it again later',
}

export function createSession(service: Service): Session {
  let playing: Playing | null = null
  let nameless = new AbortController()
  const closed = new AbortController()
  const turns = new Turns()
  const repeats = new Repeats()
  const chronicle = new Chronicle()
  const recording = service.recording ? new SessionRecording(service.recording) : null

  const inTurn = (act: () => Answer): Answer => {
    const answer = turns.take(act)
    return answer === 'crowded' ? crowded : answer
  }
  return {
    reset: (data, id = null) => repeats.answer(id, data, () => inTurn(() => start(data))),
    step: (data, id = null) => {
      const action = readAction(data)
      if ('faults' in action) return { status: 'invalid', faults: action.faults }
      return repeats.answer(id, data, () => inTurn(() => play(action, id)))
    },
    view: (data) => inTurn(() => (playing === null ? start(data) : look(playing, data))),
    state: () => (playing === null ? blankState : stateOf(playing)),
    history: (episodeId) => chronicle.tell(episodeId),
    get isBusy() {
      return turns.isBusy
    },
    abandon() {
      nameless.abort()
      nameless = new AbortController()
    },
    close() {
      nameless.abort()
      closed.abort()
      recording?.closed().catch(service.report)
    },
  }

  function start(data: unknown): Reply {
    const started = openEpisode(service, data)
    if ('faults' in started) return { status: 'invalid', faults: started.faults }
    playing = started
    chronicle.started(started)
    recording?.started(started.episode, started.episodeId, started.seed).catch(service.report)
    return shown(started.episode, null, null)
  }

  function play(action: Action, id: string | null): Answer {
    if (playing === null) return nothingYet
    if (!needsRunning(playing.episode, action)) return settle(playing, action, null)
    return playAfterRunning(playing, action, id === null ? nameless.signal : closed.signal)
  }

  async function playAfterRunning(before: Playing, action: Action, cancel: AbortSignal): Promise<Reply> {
    const { sandbox, deadline = DEADLINE_MS } = service
    const ran = await prepareTurn(sandbox, before.episode, action, { deadline, cancel })
    if (!('failed' in ran)) return settle(before, action, ran)
    if (ran.trouble !== null) service.report(new Error(ran.trouble))
    await recording?.broke(action, ran.failed, ran.isOwn)
    if (ran.isOwn) playing = { ...before, episode: afterBreak(before.episode) }
    return { status: 'failed', reason: 'run', message: ran.failed }
  }

  /**
   * Every step that is played, through whichever door it came, is played here. Where there is a record, nobody hears of
   * a step before it is written there.
   */
  function settle(before: Playing, action: Action, verdicts: Verdicts | null): Answer {
    const turn = stepEpisode(before.episode, action, verdicts ?? nothingRan)
    playing = { ...before, episode: turn.episode }
    chronicle.stepped(playing, turn.reward)
    const reply = shown(turn.episode, turn.problem, turn.reward)
    if (recording === null) return reply
    return recording.stepped(before.episode, action, turn, verdicts).then(() => reply)
  }
}

function look({ episode }: Playing, data: unknown): Reply {
  const [key] = Object.keys(Object(data))
  if (key !== undefined) {
    const message = 'There is an episode already: an episode is chosen once, and seen without arguments'
    return { status: 'invalid', faults: [{ path: [key], input: null, kind: 'refused', message }] }
  }
  return shown(episode, null, null)
}

function shown(episode: Episode, problem: string | null, reward: number | null): Reply {
  const turn = { scene: sceneOf(episode.row), told: tell(episode, problem), reward, done: episode.done }
  return { status: 'ok', turn }
}

/** An action from a stranger's JSON, or all that is wrong with it. */
export function readAction(data: unknown): Action | { readonly faults: readonly Fault[] } {
  // Nearly every action: to copy, coerce and check it again takes longer than all else that is done to read it.
  const wire = isPlainAction(data) ? { ok: true as const, value: data } : validateAction(data)
  if (!wire.ok) return { faults: wire.faults }
  return decodeAction(wire.value)
}
