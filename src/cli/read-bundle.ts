import type { Bundle } from '../model/bundle.ts'
import type { OpenBundle } from '../runtime/bundle/opened.ts'
import { type Host, UsageError } from './host.ts'
import { reasonOf } from './read-corpus.ts'

export interface ReadBundle {
  readonly opened: OpenBundle
  readonly bundle: Bundle
  /** As it is written. */
  readonly text: string
}

/** The bundle in a file. */
export async function readBundle(path: string, host: Host): Promise<ReadBundle> {
  return checkBundle(new TextDecoder().decode(await readFile(path, host)), path)
}

/** The same to be served, for which not all of it needs to be read at once. */
export async function readServedBundle(path: string, host: Host): Promise<OpenBundle> {
  const file = await readFile(path, host)
  const { openWritten } = await import('../runtime/bundle/open-written.ts')
  return openWritten(file) ?? (await checkBundle(new TextDecoder().decode(file), path)).opened
}

/** A bundle, once its shape and its hash have been checked. */
export async function checkBundle(text: string, path: string): Promise<ReadBundle> {
  const { openBundle } = await import('../runtime/bundle/open.ts')
  const opened = openBundle(text)
  if (opened.status === 'refused')
    throw new UsageError(`\`${path}\` cannot be used: ${opened.reason}`, opened.hint)
  let bundle: Bundle | null = null
  return {
    opened: opened.bundle,
    // Most ask for it opened alone.
    get bundle() {
      bundle ??= JSON.parse(text) as Bundle
      return bundle
    },
    text,
  }
}

async function readFile(path: string, host: Host): Promise<Uint8Array> {
  try {
    return await host.readFile(path)
  } catch (cause) {
    throw new UsageError(
      `\`${path}\` cannot be read (${reasonOf(cause)})`,
      'Name a file that `reviewgym compile` wrote',
    )
  }
}
