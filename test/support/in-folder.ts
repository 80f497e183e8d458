import process, { chdir, cwd } from 'node:process'
import type { Host } from '../../src/cli/host.ts'
import { createRealHost } from '../../src/cli/real-host.ts'
import { run } from '../../src/cli/run.ts'
import { built } from './built.ts'
import type { CliResult } from './cli.ts'

// Each command listens to the one standard output.
process.stdout.setMaxListeners(0)
process.stderr.setMaxListeners(0)

const root = cwd()

/** Runs a command in this process, in a folder: what a test needs no process of its own for. One at a time. */
export async function runIn(
  folder: string,
  args: readonly string[],
  changes: Partial<Host> = {},
): Promise<CliResult> {
  let [stdout, stderr] = ['', '']
  chdir(folder)
  try {
    const host: Host = {
      ...createRealHost(built),
      print: (text) => {
        stdout += text
      },
      printError: (text) => {
        stderr += text
      },
      status: () => {},
      hasColour: false,
      ...changes,
    }
    return { code: await run(args, host), stdout, stderr }
  } finally {
    chdir(root)
  }
}
