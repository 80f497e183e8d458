import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import quickJs from '@jitl/quickjs-wasmfile-release-sync/wasm'
import { ownThread } from './processor-time.ts'
import { type RunInput, Runner } from './run.ts'

/** The worker's side of the pool: one run at a time, in the order in which they come. */
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const runner = await Runner.prepare({
  quickJs,
  collect,
  sql: async () => (await import('@sqlite.org/sqlite-wasm/sqlite3.wasm')).default,
})

parentPort?.on('message', async (input: RunInput) => {
  parentPort?.postMessage(await runner.run(input))
})
parentPort?.postMessage(ownThread())
