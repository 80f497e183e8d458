import process from 'node:process'
import type { CommandModule, CommonOptions } from '../command.ts'
import { declarePolicies, type PolicyOptions } from '../policies.ts'
import { runProgram } from '../program.ts'
import { readServedBundle } from '../read-bundle.ts'
import { createRealHost } from '../real-host.ts'
import { serveBundle } from '../serve-bundle.ts'
import {
  declareServing,
  declareShowing,
  readServing,
  type ServingOptions,
  type ShowOptions,
} from '../serve-options.ts'
import { exportedFiles } from './exported-files.ts'

const { bundle, built } = exportedFiles(import.meta)

const serve: CommandModule = {
  example: 'node runtime/server.js --port 8000',
  declare: (command) => declarePolicies(declareServing(declareShowing(command))),
  async run(host, _, options: CommonOptions & PolicyOptions & ServingOptions & ShowOptions) {
    const serving = readServing(options, host)
    return serveBundle(await readServedBundle(bundle, host), serving, { ...options, desk: 'agent' }, host)
  },
}

const entry = {
  name: 'serve',
  input: '',
  summary: 'Serve the bundle of this environment',
  load: () => Promise.resolve(serve),
}
process.exitCode = await runProgram([entry], ['serve', ...process.argv.slice(2)], createRealHost(built))
// One that serves with others is held by the line to them.
if (process.connected) (await import('../../runtime/server/workers.ts')).leaveWorkers()
