import type { Action } from '../../model/action.ts'
import type { TrajectoryEvent } from '../../model/trajectory.ts'
import type { Verdicts } from '../../model/verdict.ts'
import { type Episode, scoreOf, type Turn } from '../environment/episode.ts'
import { observe } from '../environment/observe.ts'
import { componentNumbers, unitsToNumber } from '../grader/assess.ts'
import { changedIn, gradedStep, sceneEvent, toldIn, truthOf } from './events.ts'
import type { TrajectoryRecord } from './record.ts'

/** What a server keeps of its sessions. */
export interface Recording {
  /** SHA-256 of the bundle, and the version of the grading rules. */
  readonly bundle: string
  readonly grader: string
  readonly record: TrajectoryRecord
  /** Names an episode in the record: those on the wire are the clients’, and may come twice. */
  newId(): string
  /** Milliseconds since some moment. */
  now(): number
}

/** An episode that is being recorded. */
interface Running {
  readonly id: string
  readonly started: number
  /** When the last step ended. */
  last: number
  /** The problem of the last step, for the observation that it gave. */
  problem: string | null
}

/** Records the episodes of one session. Promises resolve when what they are about is as safe as it must be. */
export class SessionRecording {
  readonly #recording: Recording
  #running: Running | null = null

  constructor(recording: Recording) {
    this.#recording = recording
  }

  started(episode: Episode, name: string, seed: number | null): Promise<void> {
    const { bundle, grader, newId, now } = this.#recording
    const { row, policy, ignored } = episode
    const observation = observe(episode, null)
    const scene = sceneEvent(observation, truthOf(row))
    const id = newId()
    const left = this.#leave()
    this.#running = { id, started: now(), last: now(), problem: null }
    return this.#write([
      ...left,
      scene,
      {
        event: 'start',
        episode: id,
        identity: id,
        episode_id: name,
        player: { type: 'client', name: 'client' },
        bundle,
        grader,
        task_id: row.task.id,
        row: row.number,
        split: row.task.split,
        seed,
        epoch: 0,
        policy,
        ignored: [...ignored],
        maximum: unitsToNumber(row.rubric.maximum[policy.profile]),
        scene: scene.scene,
        observation: toldIn(observation),
        prompt: null,
      },
    ])
  }

  /** A step after the end adds nothing to its episode. */
  async stepped(before: Episode, action: Action, turn: Turn, verdicts: Verdicts | null): Promise<void> {
    const running = this.#running
    if (running === null) return
    const after = turn.episode
    const changed = changedIn(observe(before, running.problem), observe(after, turn.problem))
    running.problem = turn.problem
    const step = gradedStep(before, turn, verdicts)
    const { id: episode, started, last } = running
    const seconds = rounded(this.#recording.now() - last)
    running.last = this.#recording.now()
    const events: TrajectoryEvent[] = [
      { event: 'step', episode, action, ...step, observation: changed, seconds },
    ]
    if (!after.done) return this.#write(events)
    this.#running = null
    const components = componentNumbers(after.assessment)
    const whole = rounded(this.#recording.now() - started)
    const score = scoreOf(after)
    events.push({
      event: 'end',
      episode,
      outcome: 'scored',
      reason: null,
      score,
      components,
      usage: null,
      seconds: whole,
    })
    return this.#recording.record.write(events, 'durable')
  }

  async broke(action: Action, reason: string, own: boolean): Promise<void> {
    if (this.#running === null) return
    await this.#write([{ event: 'broken', episode: this.#running.id, action, reason, own }])
  }

  /** The session is over; an episode that has not ended is left as it is. */
  async closed(): Promise<void> {
    await this.#write(this.#leave())
  }

  #leave(): readonly TrajectoryEvent[] {
    const running = this.#running
    this.#running = null
    return running === null ? [] : [{ event: 'left', episode: running.id }]
  }

  #write(events: readonly TrajectoryEvent[]): Promise<void> {
    return events.length === 0 ? Promise.resolve() : this.#recording.record.write(events, 'written')
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds) / 1000
}
