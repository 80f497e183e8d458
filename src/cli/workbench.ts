import type { Workbench } from '../author/prove/workbench.ts'
import { sha256 } from '../core/canonical-json.ts'
import type { Host } from './host.ts'

const CACHE = '.reviewgym/cache'

/** Gives a piece of work a sandbox and the results of earlier ones, and closes the sandbox behind it. */
export async function withWorkbench<Result>(
  host: Host,
  work: (bench: Workbench) => Promise<Result>,
): Promise<Result> {
  const { SandboxPool } = await import('../runtime/sandbox/pool.ts')
  const worker = new TextDecoder().decode(await host.readFile(host.sandboxWorker))
  const sandbox = new SandboxPool({ worker: host.sandboxWorker })
  try {
    return await work({
      sandbox,
      sandboxIdentity: sha256(worker),
      cache: {
        async read(name) {
          const path = `${CACHE}/${name}`
          return (await host.entryAt(path)) === 'file'
            ? new TextDecoder().decode(await host.readFile(path))
            : null
        },
        write: (name, text) => host.writeFile(`${CACHE}/${name}`, text).catch(() => undefined),
      },
      status: (text) => host.status(text),
    })
  } finally {
    await sandbox.close()
  }
}
