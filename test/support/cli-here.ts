import type { Host } from '../../src/cli/host.ts'
import { createRealHost } from '../../src/cli/real-host.ts'
import { run } from '../../src/cli/run.ts'
import { built } from './built.ts'
import type { CliResult } from './cli.ts'

const host = createRealHost(built)

/**
 * Runs a command line in this process, on real files: paths are those of the repository’s folder. With `waits` it waits for nothing, and notes for how long it would have.
 */
export async function runHere(
  args: readonly string[],
  { env = {}, waits }: { readonly env?: Host['env']; readonly waits?: number[] } = {},
): Promise<CliResult> {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const code = await run(args, {
    ...host,
    env,
    clock: waits ? hurried(waits) : host.clock,
    print: (text) => void stdout.push(text),
    printError: (text) => void stderr.push(text),
    status() {},
  })
  return { code, stdout: stdout.join(''), stderr: stderr.join('') }
}

/** A clock that jumps over every wait, and notes it. */
function hurried(waits: number[]): Host['clock'] {
  let skipped = 0
  return {
    now: () => host.clock.now() + skipped,
    async wait(time) {
      waits.push(time)
      skipped += time
    },
  }
}
