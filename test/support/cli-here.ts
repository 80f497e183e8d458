import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Host } from '../../src/cli/host.ts'
import { createRealHost } from '../../src/cli/real-host.ts'
import { run } from '../../src/cli/run.ts'
import type { CliResult } from './cli.ts'
import { pythonFiles } from './python.ts'

const worker = pathToFileURL(resolve('dist/sandbox-worker.js'))
const host = createRealHost({ worker, python: () => pythonFiles })

/** Runs a command line in this process, on real files: paths are those of the repository’s folder. */
export async function runHere(args: readonly string[], env: Host['env'] = {}): Promise<CliResult> {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const code = await run(args, {
    ...host,
    env,
    print: (text) => void stdout.push(text),
    printError: (text) => void stderr.push(text),
    status() {},
  })
  return { code, stdout: stdout.join(''), stderr: stderr.join('') }
}
