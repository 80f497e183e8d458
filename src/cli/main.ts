import process from 'node:process'
import { createRealHost } from './real-host.ts'
import { run } from './run.ts'

const sandboxWorker = new URL('./sandbox-worker.js', import.meta.url)
process.exitCode = await run(process.argv.slice(2), createRealHost(sandboxWorker))
