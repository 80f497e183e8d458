import { spawnSync } from 'node:child_process'
import process from 'node:process'

/** Megabytes of JavaScript's own heap that a child may have; the interpreter's memory is not in it. */
const HEAP = 256
/** Kilobytes of stack, of the 8192 that a process has: more than CPython’s own limits let it use, however the engine compiles it. */
const STACK = 7000

interface Command {
  readonly command: string
  readonly args: readonly string[]
}

let enclosure: readonly string[] | null = null

/** The command line of a child: Node without rights but to read its own script and package, and without a network where the host can do that. */
export function commandFor(script: string, folder: string): Command {
  enclosure ??= probeEnclosure()
  const [major = 0] = process.versions.node.split('.').map(Number)
  const node = [
    process.execPath,
    major < 22 ? '--experimental-permission' : '--permission',
    `--allow-fs-read=${script}`,
    `--allow-fs-read=${folder}/*`,
    '--no-warnings',
    '--disable-proto=delete',
    `--max-old-space-size=${HEAP}`,
    `--stack-size=${STACK}`,
    '--wasm-lazy-compilation',
  ]
  const [command = process.execPath, ...args] = [...enclosure, ...node]
  return { command, args }
}

/** Whether the host lets us give a process a network of its own, in which there is nothing. */
function probeEnclosure(): readonly string[] {
  const words = ['unshare', '--user', '--map-root-user', '--net', '--']
  const [command = '', ...args] = words
  const { status } = spawnSync(command, [...args, 'true'], { stdio: 'ignore' })
  return status === 0 ? words : []
}
