import process from 'node:process'
import { parentPort } from 'node:worker_threads'
import { checkPrograms } from '../author/compile/check-programs.ts'
import { leaveUnoptimized } from '../author/language/unoptimized.ts'
import { ownThread } from '../runtime/sandbox/processor-time.ts'
import type { PackJob } from './pack-threads.ts'

leaveUnoptimized()

/** The thread's side: files, or programs, one job at a time. */
parentPort?.on('message', async ({ files, programs, temporary }: PackJob) => {
  // A thread begins without an environment, and by this the system's folder is found.
  process.env.TMPDIR = temporary
  const packed = []
  if (files.length > 0) {
    // Who only checks types does without all that lints.
    const { packFile } = await import('../author/compile/pack-file.ts')
    for (const file of files) packed.push(await packFile(file))
  }
  const faults = programs ? await checkPrograms(programs) : []
  parentPort?.postMessage({ packed, faults })
})
parentPort?.postMessage(ownThread())
