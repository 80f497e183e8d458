import type { Workbench } from '../author/prove/workbench.ts'
import { sha256 } from '../core/canonical-json.ts'
import type { Host } from './host.ts'

const CACHE = '.reviewgym/cache'

export interface CacheOptions {
  /** False where nothing of earlier work is used, and nothing kept. */
  readonly cache?: boolean
}

/** Gives a piece of work a sandbox and the results of earlier ones, and closes the sandbox behind it. */
export async function withWorkbench<Result>(
  host: Host,
  work: (bench: Workbench) => Promise<Result>,
  { cache = true }: CacheOptions = {},
): Promise<Result> {
  const { openSandbox } = await import('../runtime/sandbox/sandbox.ts')
  const { worker, python } = host.sandboxFiles
  const built = await Promise.all([worker, python().child].map((file) => host.readFile(file)))
  const sources = await host.readFile(new URL('./.sources', worker)).catch(() => null)
  const sandbox = openSandbox(host.sandboxFiles, { pythonChildren: 'fresh' })
  try {
    return await work({
      sandbox,
      sandboxIdentity: sha256(built.map((bytes) => sha256(new TextDecoder().decode(bytes))).join()),
      toolIdentity: sources && new TextDecoder().decode(sources),
      cache: {
        async read(name) {
          const path = `${CACHE}/${name}`
          return cache && (await host.entryAt(path)) === 'file'
            ? new TextDecoder().decode(await host.readFile(path))
            : null
        },
        async write(name, text) {
          if (cache) await host.writeFile(`${CACHE}/${name}`, text).catch(() => undefined)
        },
      },
      status: (text) => host.status(text),
    })
  } finally {
    await sandbox.close()
  }
}
