import { join } from 'node:path'
import process from 'node:process'
import { cacheFolder } from './cache-folder.ts'
import { createRealHost } from './real-host.ts'
import { run } from './run.ts'

const sandboxFiles = {
  worker: new URL('./sandbox-worker.js', import.meta.url),
  python: () => ({
    child: new URL('./python-child.cjs', import.meta.url),
    package: new URL('./', import.meta.resolve('pyodide/package.json')),
    kept: cacheFolder(process.env, process.platform),
  }),
}
process.exitCode = await run(
  process.argv.slice(2),
  createRealHost({ sandboxFiles, webFolder: join(import.meta.dirname, 'web') }),
)
// One that serves with others is held by the line to them.
if (process.connected) (await import('../runtime/server/workers.ts')).leaveWorkers()
