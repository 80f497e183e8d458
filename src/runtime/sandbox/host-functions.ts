import { createHash, createHmac, pbkdf2Sync, scryptSync } from 'node:crypto'

interface CryptoRequest {
  readonly data: string
  readonly hash?: string
  readonly hmac?: string
  readonly key?: string
  readonly scrypt?: number
  readonly pbkdf2?: string
  readonly iterations?: number
  readonly length?: number
  readonly salt?: string
}

/** What a host function gave, and what it cost in units of fuel. */
export interface HostAnswer {
  readonly text: string
  readonly fuel: number
}

const MAX_ITERATIONS = 200_000
const MAX_LENGTH = 4096
const SCRYPT_FUEL = 200
const BYTES_PER_FUEL = 65_536
const ITERATIONS_PER_FUEL = 500

/** Hashes: nothing of the host but its arithmetic. */
export function answerCrypto(payload: string): HostAnswer {
  const request: CryptoRequest = JSON.parse(payload)
  try {
    const { bytes, fuel } = compute(request)
    return { text: JSON.stringify({ bytes: bytes.toString('base64') }), fuel }
  } catch (thrown) {
    return {
      text: JSON.stringify({ error: thrown instanceof Error ? thrown.message : String(thrown) }),
      fuel: 1,
    }
  }
}

function compute(request: CryptoRequest): { readonly bytes: Buffer; readonly fuel: number } {
  const data = Buffer.from(request.data, 'base64')
  const fuel = Math.ceil(data.length / BYTES_PER_FUEL)
  if (request.hash !== undefined) return { bytes: createHash(request.hash).update(data).digest(), fuel }
  if (request.hmac !== undefined) {
    const key = Buffer.from(request.key ?? '', 'base64')
    return { bytes: createHmac(request.hmac, key).update(data).digest(), fuel }
  }
  const salt = Buffer.from(request.salt ?? '', 'base64')
  const length = Math.min(request.scrypt ?? request.length ?? 0, MAX_LENGTH)
  if (request.scrypt !== undefined) return { bytes: scryptSync(data, salt, length), fuel: SCRYPT_FUEL }
  const iterations = request.iterations ?? 1
  if (iterations > MAX_ITERATIONS) throw new RangeError(`At most ${MAX_ITERATIONS} iterations`)
  return {
    bytes: pbkdf2Sync(data, salt, iterations, length, request.pbkdf2 ?? 'sha256'),
    fuel: Math.ceil(iterations / ITERATIONS_PER_FUEL),
  }
}

const PARTS = [
  'hash',
  'host',
  'hostname',
  'href',
  'origin',
  'password',
  'pathname',
  'port',
  'protocol',
  'search',
] as const

interface UrlRequest {
  readonly url: string
  readonly base?: string
  readonly set?: { readonly part: string; readonly value: string }
}

/** A URL's parts as the web's own parser sees them, or `null`. */
export function answerUrl(payload: string): HostAnswer {
  const { url, base, set }: UrlRequest = JSON.parse(payload)
  if (!URL.canParse(url, base)) return { text: 'null', fuel: 0 }
  const parsed = new URL(url, base)
  if (set !== undefined) {
    try {
      Reflect.set(parsed, set.part, set.value)
    } catch {
      return { text: 'null', fuel: 0 }
    }
  }
  const parts = [...PARTS, 'username'] as const
  return { text: JSON.stringify(Object.fromEntries(parts.map((part) => [part, parsed[part]]))), fuel: 0 }
}
