import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { commandFor } from './confinement.ts'
import { TALK_DESCRIPTOR } from './protocol.ts'

export interface ChildFiles {
  /** The built child. */
  readonly child: URL
  /** The folder of the Python package. */
  readonly package: URL
  /** A folder of this user, in which the image of a started interpreter is kept; none is kept without it. */
  readonly kept: string | null
}

/** Starts a child that makes an image in the file behind a descriptor, or serves from it. */
export function launch(
  { child, package: folder }: ChildFiles,
  task: 'image' | 'serve',
  image: number,
): ChildProcess {
  const script = fileURLToPath(child)
  const home = fileURLToPath(folder).replace(/\/$/, '')
  const { command, args } = commandFor(script, home)
  return spawn(command, [...args, script, task, home], {
    stdio: ['ignore', 'ignore', 'pipe', image, 'pipe'],
    env: { TZ: 'UTC' },
  })
}

/** Where a child hears its orders and says its words. */
export const talkOf = ({ stdio }: ChildProcess) => stdio[TALK_DESCRIPTOR] as Duplex

/** Whether our process stays for what a child may say. */
export function refer(child: ChildProcess, isNeeded: boolean): void {
  for (const handle of [child, ...child.stdio] as (Referable | null | undefined)[])
    if (isNeeded) handle?.ref?.()
    else handle?.unref?.()
}

/** Pipes are sockets, and their types do not say so. */
type Referable = (ChildProcess | Readable | Writable) & { ref?(): void; unref?(): void }
