import type { Player, TrajectoryEvent, Usage } from '../../model/trajectory.ts'
import { changedIn, promptEvent, sceneEvent, toldIn } from '../../runtime/recording/events.ts'
import type { Clock } from './clock.ts'
import type { Door, OpenedEpisode, Stepped } from './door.ts'
import type { PlannedEpisode } from './plan.ts'
import type { GaveUp, Reviewer, Seen } from './reviewer.ts'

/** So often an action is sent again that could not be judged for want of time. */
const MOST_REPEATS = 2

export interface EpisodeRequest {
  readonly planned: PlannedEpisode
  readonly door: Door
  readonly reviewer: Reviewer
  readonly player: Player
  readonly clock: Clock
}

/**
 * Plays one episode to its end and answers its record, the scene first. Whatever goes wrong on the way is an outcome:
 * nothing is thrown but for a bug of ours.
 */
export async function runEpisode(request: EpisodeRequest): Promise<readonly TrajectoryEvent[]> {
  const { planned, door, reviewer, clock } = request
  const started = clock.now()
  let opened: OpenedEpisode
  try {
    opened = await door.open(planned.place)
  } catch (cause) {
    if (!(cause instanceof DoorFailure)) throw cause
    return lost(request, cause.message, since(clock, started))
  }
  try {
    return await play(request, opened, started)
  } finally {
    await Promise.all([opened.close(), reviewer.close()])
  }
}

/** The environment could not be reached, or answered what makes no sense. */
export class DoorFailure extends Error {}

async function play(
  { planned, reviewer, player, clock }: EpisodeRequest,
  opened: OpenedEpisode,
  started: number,
): Promise<readonly TrajectoryEvent[]> {
  const episode = planned.identity
  const scene = sceneEvent(opened.observation, opened.truth)
  const events: TrajectoryEvent[] = []
  let seen: Seen = { observation: opened.observation, reward: null, broken: null }
  let usage: Usage | null = null
  let ending: Ending | null = null
  let repeats = 0
  while (ending === null) {
    const move = await reviewer.next(seen)
    for (const answer of move.answers) {
      events.push({ event: 'answer', episode, ...answer })
      usage = sumOf(usage, answer.usage)
    }
    if ('gaveUp' in move) {
      ending = { ...move.gaveUp, score: null, components: {} }
      break
    }
    const before = clock.now()
    const step: Stepped | DoorFailure = await opened.step(move.action).catch((cause: unknown) => {
      if (cause instanceof DoorFailure) return cause
      throw cause
    })
    if (step instanceof DoorFailure) {
      ending = { outcome: 'unscored', reason: step.message, score: null, components: {} }
    } else if (step.status === 'broken') {
      const { reason, own } = step
      events.push({ event: 'broken', episode, action: move.action, reason, own })
      repeats += 1
      if (!own && repeats > MOST_REPEATS)
        ending = { outcome: 'unscored', reason, score: null, components: {} }
      seen = { ...seen, broken: reason }
    } else {
      const { status, observation, ...record } = step
      const changed = changedIn(seen.observation, observation)
      const seconds = since(clock, before)
      events.push({ event: 'step', episode, action: move.action, ...record, observation: changed, seconds })
      if (record.done) {
        const { score } = observation
        ending = { outcome: 'scored', reason: null, score, components: record.components }
      }
      repeats = 0
      seen = { observation, reward: record.reward, broken: null }
    }
  }
  const opening = reviewer.prompt()
  const prompt = opening && promptEvent(opening)
  return [
    scene,
    ...(prompt ? [prompt] : []),
    {
      event: 'start',
      episode,
      identity: planned.identity,
      player,
      ...opened.facts,
      task_id: planned.place.taskId,
      row: planned.place.row,
      seed: planned.seed,
      epoch: planned.epoch,
      ignored: [],
      scene: scene.scene,
      observation: toldIn(opened.observation),
      prompt: prompt?.prompt ?? null,
    },
    ...events,
    { event: 'end', episode, ...ending, usage, seconds: since(clock, started) },
  ]
}

type Ending =
  | (GaveUp & { readonly score: null; readonly components: Record<string, never> })
  | {
      readonly outcome: 'scored'
      readonly reason: null
      readonly score: number | null
      readonly components: Record<string, number>
    }

/** An episode that never began: there is nothing to show but that it was lost. */
function lost(
  { planned, player }: EpisodeRequest,
  reason: string,
  seconds: number,
): readonly TrajectoryEvent[] {
  const { identity: episode, place, seed, epoch } = planned
  const scene = { event: 'scene' as const, scene: 'none', observation: {}, truth: null }
  return [
    scene,
    {
      event: 'start',
      episode,
      identity: episode,
      player,
      bundle: null,
      grader: null,
      task_id: place.taskId,
      row: place.row,
      split: null,
      seed,
      epoch,
      policy: place.policy,
      ignored: [],
      maximum: null,
      scene: scene.scene,
      observation: {},
      prompt: null,
    },
    { event: 'end', episode, outcome: 'unscored', reason, score: null, components: {}, usage: null, seconds },
  ]
}

function sumOf(before: Usage | null, more: Usage | null): Usage | null {
  if (before === null || more === null) return before ?? more
  return { input: before.input + more.input, output: before.output + more.output }
}

function since(clock: Clock, start: number): number {
  return Math.round(clock.now() - start) / 1000
}
