import { createHash } from 'node:crypto'
import type { Image } from './engine.ts'
import type { MemoryImage } from './memory-image.ts'
import type { Program } from './program.ts'

/** A program that has been loaded, its fixtures made and its modules evaluated, at the moment before its first call. */
export interface Prepared {
  readonly image: Image
  readonly sql: { readonly memory: MemoryImage; readonly databases: ReadonlyMap<number, number> } | null
  /** What loading used. */
  readonly used: { readonly fuel: number; readonly jobs: number; readonly work: number }
}

const MOST = 16
const MOST_SEEN = 256

/** The programs that were loaded last. One is worth keeping when it comes a second time. */
export class PreparedPrograms {
  readonly #kept = new Map<string, Prepared>()
  readonly #seen = new Set<string>()

  /** The program as it was loaded before, or null. */
  find(key: string): Prepared | null {
    const found = this.#kept.get(key)
    if (found === undefined) return null
    this.#kept.delete(key)
    this.#kept.set(key, found)
    return found
  }

  /** Whether a program that has been loaded should be kept. */
  isWanted(key: string): boolean {
    if (this.#seen.has(key)) return true
    this.#seen.add(key)
    dropOldest(this.#seen, MOST_SEEN)
    return false
  }

  keep(key: string, prepared: Prepared): void {
    this.#kept.set(key, prepared)
    dropOldest(this.#kept, MOST)
  }
}

/** One key for each program and seed. */
export function keyOf(program: Program, seed: number): string {
  return createHash('sha256')
    .update(JSON.stringify([seed, program]))
    .digest('base64')
}

function dropOldest(keyed: Map<string, unknown> | Set<string>, most: number): void {
  for (const key of keyed.keys()) {
    if (keyed.size <= most) return
    keyed.delete(key)
  }
}
