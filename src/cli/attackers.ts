import type { AttackAnswer, AttackJob } from '../rollout/attack/job.ts'
import type { Host } from './host.ts'

/** A task is played in seconds; what takes so long will not end. */
const WALL = 600_000
/** Tasks may all wait at once. */
const QUEUE = 100_000
/** What the texts of one task are read into is kept while it is played. */
const HEAP_MEGABYTES = 1024

export interface Attackers {
  play(job: AttackJob): Promise<AttackAnswer>
  close(): Promise<void>
}

/** Threads in which cheaters play, one for each core. None is started before there is something to play. */
export async function openAttackers(host: Host): Promise<Attackers> {
  const { SandboxPool } = await import('../runtime/sandbox/pool.ts')
  const pool = new SandboxPool<AttackJob, AttackAnswer>({
    worker: new URL('./attack-worker.js', host.sandboxFiles.worker),
    wall: WALL,
    queue: QUEUE,
    heapMegabytes: HEAP_MEGABYTES,
  })
  return {
    async play(job) {
      const answer = await pool.run(job)
      if (answer.status === 'ran') return answer.result
      throw new Error(
        `A task could not be played: ${answer.status === 'failed' ? answer.detail : answer.reason}`,
      )
    },
    close: () => pool.close(),
  }
}
