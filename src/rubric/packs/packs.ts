import { api } from './api.ts'
import { arithmetic } from './arithmetic.ts'
import { async } from './async.ts'
import { auth } from './auth.ts'
import { caching } from './caching.ts'
import { concurrency } from './concurrency.ts'
import { crypto } from './crypto.ts'
import { data } from './data.ts'
import { errors } from './errors.ts'
import { injection } from './injection.ts'
import { logging } from './logging.ts'
import { logic } from './logic.ts'
import type { Pack } from './pack.ts'
import { performance } from './performance.ts'
import { resources } from './resources.ts'
import { testing } from './testing.ts'
import { time } from './time.ts'

/** Every pack, in the order of the documentation. */
export const packs: readonly Pack[] = [
  injection,
  auth,
  crypto,
  logic,
  arithmetic,
  time,
  data,
  concurrency,
  async,
  caching,
  resources,
  errors,
  api,
  performance,
  logging,
  testing,
]

/** The pack of this name, `std/` in front or not; null when there is none. */
export function findPack(name: string): Pack | null {
  const id = name.replace(/^std\//, '')
  return packs.find((pack) => pack.id === id) ?? null
}

/** The head concept of each kind, by kind. */
export const headConcepts: ReadonlyMap<string, string> = new Map(
  packs.flatMap(({ concepts }) =>
    Object.entries(concepts).flatMap(([id, { head }]) => (head === undefined ? [] : [[head, id] as const])),
  ),
)

/** The patterns of every concept that ships with the tool, by id. */
export const packPatterns: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  packs.flatMap(({ concepts }) => Object.entries(concepts).map(([id, { any }]) => [id, any])),
)
