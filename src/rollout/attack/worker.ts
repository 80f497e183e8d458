import { parentPort } from 'node:worker_threads'
import { ownThread } from '../../runtime/sandbox/processor-time.ts'
import { type AttackJob, playJob } from './job.ts'

/** The worker's side: one task at a time. */
parentPort?.on('message', (job: AttackJob) => {
  parentPort?.postMessage(playJob(job))
})
parentPort?.postMessage(ownThread())
