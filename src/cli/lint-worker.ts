import { parentPort } from 'node:worker_threads'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import { toPlainReport } from '../author/compile/known-files.ts'
import { lintFile } from '../author/compile/lint-corpus.ts'
import { leaveUnoptimized } from '../author/language/unoptimized.ts'
import { ownThread } from '../runtime/sandbox/processor-time.ts'

leaveUnoptimized()

/** The thread's side: some files at a time, each by itself. */
parentPort?.on('message', async (files: readonly TaskFileContent[]) => {
  const reports = []
  for (const file of files) reports.push(toPlainReport((await lintFile(file)).report))
  parentPort?.postMessage(reports)
})
parentPort?.postMessage(ownThread())
