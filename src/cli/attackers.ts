import type { AttackAnswer, AttackJob } from '../rollout/attack/job.ts'
import { type BuiltWorkers, openThreads } from './open-threads.ts'

/** Tasks may all wait at once. */
const QUEUE = 100_000
/** What the texts of one task are read into is kept while it is played. */
const HEAP_MEGABYTES = 1024

export interface Attackers {
  play(job: AttackJob): Promise<AttackAnswer>
  close(): Promise<void>
}

/** Threads in which cheaters play, one for each core. None is started before there is something to play. */
export async function openAttackers(host: BuiltWorkers): Promise<Attackers> {
  const { ask, close } = await openThreads<AttackJob, AttackAnswer>(host, {
    worker: 'attack-worker',
    failure: 'A task could not be played',
    queue: QUEUE,
    heapMegabytes: HEAP_MEGABYTES,
  })
  return { play: ask, close }
}
