import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const CLI = resolve('dist/cli.js')

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command line in a folder, by this Node or another one. */
export function runCli(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
  node = process.execPath,
): CliResult {
  const { status, stdout, stderr } = spawnSync(node, [CLI, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status, stdout, stderr }
}
