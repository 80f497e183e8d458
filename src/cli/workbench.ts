import type { Workbench } from '../author/prove/workbench.ts'
import { openAttackers } from './attackers.ts'
import { nativeFor } from './checkers.ts'
import { fileCache } from './file-cache.ts'
import type { Host } from './host.ts'
import { toolIdentity } from './tool-identity.ts'

export interface WorkOptions {
  /** False where nothing of earlier work is used, and nothing kept. */
  readonly cache?: boolean
  /** Whether cheaters play too. */
  readonly attacks?: boolean
  /** What checks the types of TypeScript snippets, as `--checker` names it. */
  readonly checker?: string
}

/** Gives a piece of work a sandbox, the results of earlier ones and, if it wants them, cheaters; closes all behind it. */
export async function withWorkbench<Result>(
  host: Host,
  work: (bench: Workbench) => Promise<Result>,
  { cache = true, attacks = false, checker }: WorkOptions = {},
): Promise<Result> {
  const { sha256 } = await import('../core/canonical-json.ts')
  const { openSandbox } = await import('../runtime/sandbox/sandbox.ts')
  const { worker, python } = host.sandboxFiles
  const built = await Promise.all([worker, python().child].map((file) => host.readFile(file)))
  const sandbox = openSandbox(host.sandboxFiles, { pythonChildren: 'fresh' })
  const attackers = attacks ? await openAttackers(host) : null
  try {
    return await work({
      sandbox,
      sandboxIdentity: sha256(built.map((bytes) => sha256(new TextDecoder().decode(bytes))).join()),
      native: await nativeFor(checker),
      toolIdentity: await toolIdentity(host),
      cache: cache ? fileCache(host) : { read: async () => null, write: async () => undefined },
      attack: attackers && ((job) => attackers.play(job)),
      status: (text) => host.status(text),
    })
  } finally {
    await Promise.all([sandbox.close(), attackers?.close()])
  }
}
