import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { ChildFiles } from './child-files.ts'
import { commandFor } from './confinement.ts'
import { TALK_DESCRIPTOR } from './protocol.ts'

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

const MOST_STDERR = 4000

/** Listens to what a child says of its errors; the answer gives the end of it. */
export function listenToErrors({ stderr }: ChildProcess): () => string {
  let said = ''
  stderr?.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-MOST_STDERR)
  })
  return () => said
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
