import process from 'node:process'
import { parentPort } from 'node:worker_threads'
import { checkFiles, toPlainChecked } from '../author/compile/check-files.ts'
import { leaveUnoptimized } from '../author/language/unoptimized.ts'
import { ownThread } from '../runtime/sandbox/processor-time.ts'
import type { CheckJob } from './check-threads.ts'

leaveUnoptimized()

/** The thread's side: some files at a time. */
parentPort?.on('message', async ({ files, native, temporary }: CheckJob) => {
  // A thread begins without an environment, and by this the system's folder is found.
  process.env.TMPDIR = temporary
  parentPort?.postMessage((await checkFiles(files, native)).map(toPlainChecked))
})
parentPort?.postMessage(ownThread())
