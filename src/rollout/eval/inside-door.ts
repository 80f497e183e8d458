import type { OpenBundle } from '../../runtime/bundle/opened.ts'
import {
  afterBreak,
  type Episode,
  needsRunning,
  startEpisode,
  stepEpisode,
} from '../../runtime/environment/episode.ts'
import { observe } from '../../runtime/environment/observe.ts'
import { prepareTurn } from '../../runtime/environment/prepare.ts'
import { unitsToNumber } from '../../runtime/grader/assess.ts'
import { gradedStep, truthOf } from '../../runtime/recording/events.ts'
import type { Sandbox } from '../../runtime/sandbox/sandbox.ts'
import { readAction } from '../../runtime/server/session.ts'
import type { Door, OpenedEpisode, Stepped } from './door.ts'
import type { Place } from './plan.ts'

/** The environment in this process. */
export function openInside(bundle: OpenBundle, sandbox: Sandbox): Door {
  return {
    open: async (place) => openEpisode(bundle, sandbox, place),
    close: async () => undefined,
  }
}

function openEpisode(bundle: OpenBundle, sandbox: Sandbox, { taskId, row, policy }: Place): OpenedEpisode {
  const served = bundle.tasks.get(taskId)?.[row]
  if (!served) throw new Error(`There is no row ${row} of ${taskId}`)
  let episode: Episode = startEpisode(served, policy, [])
  return {
    observation: observe(episode, null),
    truth: truthOf(served),
    facts: {
      bundle: bundle.sha256,
      grader: bundle.grader,
      split: served.task.split,
      policy,
      maximum: unitsToNumber(served.rubric.maximum[policy.profile]),
    },
    async step(wire): Promise<Stepped> {
      const action = readAction(wire)
      if ('faults' in action) throw new Error('An action that cannot be read was to be played')
      const mustRun = needsRunning(episode, action)
      const ran = await prepareTurn(sandbox, episode, action)
      if ('failed' in ran) {
        if (ran.isOwn) episode = afterBreak(episode)
        return { status: 'broken', reason: ran.failed, own: ran.isOwn }
      }
      const before = episode
      const turn = stepEpisode(before, action, ran)
      episode = turn.episode
      const observation = observe(episode, turn.problem)
      return { status: 'played', observation, ...gradedStep(before, turn, mustRun ? ran : null) }
    },
    close: async () => undefined,
  }
}
