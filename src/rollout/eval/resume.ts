import type { RolloutOutcome } from '../../model/trajectory.ts'
import { lineOf } from '../../runtime/recording/record.ts'
import type { Sink } from '../../runtime/recording/sink.ts'
import { type ReadOptions, readEvents } from '../trajectory/read.ts'

/** Which lost episodes are played again: none, or those that were no fault of the model. */
export type Again = 'unfinished' | 'lost'

/** What of a run's file is kept when it goes on. */
export interface Progress {
  /** The identities that need not be played again. */
  readonly finished: ReadonlySet<string>
  /** The scenes and prompts that the file holds. */
  readonly shown: ReadonlySet<string>
  /** Whether there is nothing at all in the file. */
  readonly begins: boolean
}

/** Copies the finished episodes of a run's file into another one, and leaves out what was being written at the end. */
export async function keepFinished(
  read: () => AsyncIterable<Uint8Array>,
  sink: Sink,
  again: Again,
  options: ReadOptions,
): Promise<Progress> {
  const outcomes = new Map<string, RolloutOutcome>()
  for await (const { event } of readEvents(read(), options))
    if (event.event === 'end') outcomes.set(event.episode, event.outcome)
  const isKept = (episode: string) => {
    const outcome = outcomes.get(episode)
    return outcome === 'scored' || outcome === 'invalid' || (again === 'unfinished' && outcome !== undefined)
  }
  const shown = new Set<string>()
  let begins = true
  for await (const { event } of readEvents(read(), { note() {} })) {
    begins = false
    if (event.event === 'scene') shown.add(event.scene)
    if (event.event === 'prompt') shown.add(event.prompt)
    if (!('episode' in event) || isKept(event.episode)) await sink.append(lineOf(event))
  }
  await sink.sync()
  return { finished: new Set([...outcomes.keys()].filter(isKept)), shown, begins }
}
