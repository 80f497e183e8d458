import { contentKey } from '../author/compile/content-key.ts'
import type { TaskFileContent } from '../author/compile/file-content.ts'
import { fromPlain, type PlainDiagnostic, toPlain } from '../author/compile/plain-diagnostics.ts'
import { sourcesOf } from '../author/compile/sources.ts'
import { readKeyed, writeKeyed } from '../core/cache.ts'
import { sha256 } from '../core/canonical-json.ts'
import type { Diagnostic } from '../core/diagnostic.ts'
import { fileCache } from './file-cache.ts'
import type { Host } from './host.ts'
import { toolIdentity } from './tool-identity.ts'

/** What a compilation that ended with a bundle wrote and said. */
export interface Finished {
  readonly sha256: string
  /** Where the bundle is. */
  readonly path: string
  /** The bundle in words. */
  readonly description: string
  readonly diagnostics: readonly Diagnostic[]
}

interface Kept extends Omit<Finished, 'diagnostics'> {
  readonly stamp: string
  readonly diagnostics: readonly PlainDiagnostic[]
}

/**
 * What came of compiling just these files in just this way, with just this tool: kept as long as the bundle's file is the
 * one that was written, so that nothing needs to be read but the tasks.
 */
export class FinishedCompile {
  readonly #host: Host
  readonly #files: readonly TaskFileContent[]
  /** Null where nothing may be kept. */
  readonly #key: string | null
  readonly #name: string

  private constructor(host: Host, files: readonly TaskFileContent[], key: string | null, way: string) {
    this.#host = host
    this.#files = files
    this.#key = key
    this.#name = `finished/${sha256([way, ...files.map(({ path }) => path)].join('\0')).slice(0, 16)}.json`
  }

  /** `way` is all, beside the files, that the bundle and its place hang on. */
  static async open(host: Host, files: readonly TaskFileContent[], way: string): Promise<FinishedCompile> {
    const tool = await toolIdentity(host)
    const key = tool === null ? null : contentKey(`${tool}\0${way}`, files)
    return new FinishedCompile(host, files, key, way)
  }

  async read(): Promise<Finished | null> {
    if (this.#key === null) return null
    const revive = async ({ stamp, diagnostics, ...rest }: Kept): Promise<Finished | null> => {
      if ((await this.#host.stampOf(rest.path)) !== stamp) return null
      const sourceAt = sourcesOf(this.#files)
      return { ...rest, diagnostics: diagnostics.map((one) => fromPlain(one, sourceAt)) }
    }
    return readKeyed(fileCache(this.#host), this.#name, this.#key, revive)
  }

  /** Keeps what was said; `fileHash` is the SHA-256 of what the bundle's file must hold, should another process write it too. */
  async write({ diagnostics, ...rest }: Finished, fileHash: string): Promise<void> {
    if (this.#key === null) return
    const stamp = await this.#host.stampOf(rest.path)
    const written = await this.#host.readFile(rest.path).catch(() => null)
    const isOurs = written !== null && sha256(new TextDecoder().decode(written)) === fileHash
    if (stamp === null || !isOurs || (await this.#host.stampOf(rest.path)) !== stamp) return
    const kept: Kept = { ...rest, stamp, diagnostics: diagnostics.map(toPlain) }
    await writeKeyed(fileCache(this.#host), this.#name, this.#key, kept)
  }
}
