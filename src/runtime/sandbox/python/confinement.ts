import { spawnSync } from 'node:child_process'
import process from 'node:process'

/** Megabytes of JavaScript's own heap that a child may have; the interpreter's memory is not in it. */
const HEAP = 256
/** Kilobytes of stack, of the 8192 that a process has: more than CPython’s own limits let it use, however the engine compiles it. */
const STACK = 7000

/** Rough count of bytes of a function's code that run before it is compiled once more, for speed: a short run would pay for that and have nothing of it. */
const SLOW_BYTES = 100_000_000

interface Command {
  readonly command: string
  readonly args: readonly string[]
}

let enclosure: readonly string[] | null = null

/** The command line of a child: Node without rights but to read its own script and package; where the host can do that, without a network, and no longer than our process is there. */
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
    '--wasm-lazy-validation',
    `--wasm-tiering-budget=${SLOW_BYTES}`,
  ]
  const [command = process.execPath, ...args] = [...enclosure, ...node]
  return { command, args }
}

/** What the host has to enclose a process with: a network of its own, in which there is nothing, and an end at the end of ours. */
function probeEnclosure(): readonly string[] {
  const network = ['unshare', '--user', '--map-root-user', '--net', '--']
  const end = ['setpriv', '--pdeathsig', 'KILL', '--']
  return [[...network, ...end], network, end].find(works) ?? []
}

function works([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0
}
