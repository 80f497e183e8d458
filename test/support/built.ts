import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Built } from '../../src/cli/real-host.ts'
import { pythonFiles } from './python.ts'

/** What stands beside the built command line. */
export const built: Built = {
  sandboxFiles: { worker: pathToFileURL(resolve('dist/sandbox-worker.js')), python: () => pythonFiles },
  webFolder: resolve('dist/web'),
}
