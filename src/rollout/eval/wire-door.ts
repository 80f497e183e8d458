import { ConnectionError, connect, type EnvClient, ServerError, type Turn } from '../../client/client.ts'
import { LineLost } from '../../client/line.ts'
import type { WireAction } from '../../model/action.ts'
import type { OpenBundle } from '../../runtime/bundle/opened.ts'
import { unitsToNumber } from '../../runtime/grader/assess.ts'
import { truthOf } from '../../runtime/recording/events.ts'
import type { Door, OpenedEpisode, Stepped } from './door.ts'
import type { Place } from './plan.ts'
import { DoorFailure } from './run-episode.ts'

/**
 * A server at an address: each episode on a socket of its own. What the server keeps to itself (what findings turned
 * out to be, what running showed) is not in the record; the score is what the server says. The bundle is that by which
 * the run was planned: a server that shows other code for a row is not the one that was meant.
 */
export function openWire(url: string, bundle: OpenBundle): Door {
  return {
    open: (place) => openEpisode(url, bundle, place),
    close: async () => undefined,
  }
}

async function openEpisode(url: string, bundle: OpenBundle, place: Place): Promise<OpenedEpisode> {
  const { taskId, row, policy } = place
  const planned = bundle.tasks.get(taskId)?.[row]
  if (!planned) throw new Error(`There is no row ${row} of ${taskId}`)
  const client = await connect(url).catch((cause: unknown) => {
    throw cause instanceof Error ? unreachable(cause) : cause
  })
  const { observation } = await told(() =>
    client.reset({ task_id: taskId, row, feedback: policy.feedback, reward: policy.delivery }),
  ).catch(async (cause: unknown) => {
    await client.close()
    throw cause
  })
  const shown = new Map(observation.snippets.map(({ path, code }) => [path, code]))
  if (!planned.files.every(({ path, code }) => shown.get(path) === code)) {
    await client.close()
    throw new DoorFailure('The server plays another bundle than the one that was named')
  }
  const { feedback, delivery, profile } = observation
  return {
    observation,
    truth: truthOf(planned),
    facts: {
      bundle: bundle.sha256,
      grader: bundle.grader,
      split: planned.task.split,
      policy: { feedback, delivery, profile },
      maximum: unitsToNumber(planned.rubric.maximum[profile]),
    },
    step: (action) => step(client, action as WireAction),
    close: () => client.close(),
  }
}

async function step(client: EnvClient, action: WireAction): Promise<Stepped> {
  try {
    const { observation, reward, done }: Turn = await told(() => client.step(action))
    const { problem, reward_components: components } = observation
    return {
      status: 'played',
      observation,
      reward: reward ?? 0,
      done,
      problem,
      verdicts: null,
      graded: null,
      components,
    }
  } catch (cause) {
    if (cause instanceof ServerError && cause.code === 'EXECUTION_ERROR')
      return { status: 'broken', reason: cause.message, own: true }
    throw cause
  }
}

/** A server that cannot be reached, or that refuses, is no bug of ours; what it could not run is for the caller. */
async function told<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof ServerError && cause.code === 'EXECUTION_ERROR') throw cause
    if (cause instanceof ServerError) throw new DoorFailure(`The server answers: ${cause.message}`)
    if (cause instanceof ConnectionError || cause instanceof LineLost) throw unreachable(cause)
    throw cause
  }
}

function unreachable({ message }: Error): DoorFailure {
  return new DoorFailure(`The server cannot be reached: ${message}`)
}
