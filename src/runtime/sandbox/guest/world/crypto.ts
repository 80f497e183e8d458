import { host } from '../host.ts'
import { base64FromBytes } from './base64.ts'
import { Buffer, bytesOf } from './buffer.ts'
import { random } from './random.ts'

type Binary = string | Uint8Array

const bytesFrom = (data: Binary, encoding?: string) =>
  typeof data === 'string' ? bytesOf(data, encoding) : new Uint8Array(data)

function ask(request: object): Buffer {
  const answer: { bytes?: string; error?: string } = JSON.parse(host('crypto', JSON.stringify(request)))
  if (answer.bytes === undefined) throw new Error(answer.error)
  return Buffer.from(answer.bytes, 'base64')
}

class Hash {
  readonly #request: object
  #data: Uint8Array = new Uint8Array()
  #isDone = false
  constructor(request: object) {
    this.#request = request
    ask({ ...request, data: '' })
  }
  update(data: Binary, encoding?: string): this {
    this.#data = Buffer.concat([this.#data, bytesFrom(data, encoding)])
    return this
  }
  digest(encoding?: string): Buffer | string {
    if (this.#isDone) throw new Error('Digest already called')
    this.#isDone = true
    const digest = ask({ ...this.#request, data: base64FromBytes(this.#data) })
    return encoding === undefined || encoding === 'buffer' ? digest : digest.toString(encoding)
  }
}

function randomBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; at += 1) bytes[at] = Math.floor(random() * 256)
  return bytes
}

function randomInt(first: number, second?: number): number {
  const [min, max] = second === undefined ? [0, first] : [first, second]
  return min + Math.floor(random() * (max - min))
}

function randomUUID(): string {
  const hex = [...randomBytes(16)].map((byte, at) => {
    const value = at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte
    return value.toString(16).padStart(2, '0')
  })
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)]
    .map((part) => part.join(''))
    .join('-')
}

function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b))
    throw new TypeError('The arguments must be instances of Buffer, TypedArray, or DataView')
  if (a.byteLength !== b.byteLength) throw new RangeError('Input buffers must have the same byte length')
  let differences = 0
  for (let at = 0; at < a.byteLength; at += 1) differences |= (a[at] ?? 0) ^ (b[at] ?? 0)
  return differences === 0
}

const scryptSync = (password: Binary, salt: Binary, length: number) =>
  ask({ scrypt: length, data: base64FromBytes(bytesFrom(password)), salt: base64FromBytes(bytesFrom(salt)) })

const members = {
  createHash: (algorithm: string) => new Hash({ hash: algorithm }),
  createHmac: (algorithm: string, key: Binary) =>
    new Hash({ hmac: algorithm, key: base64FromBytes(bytesFrom(key)) }),
  randomBytes,
  randomInt,
  randomUUID,
  timingSafeEqual,
  scryptSync,
  scrypt(password: Binary, salt: Binary, length: number, done: (error: Error | null, key?: Buffer) => void) {
    const key = scryptSync(password, salt, length)
    setImmediate(() => done(null, key))
  },
  pbkdf2Sync: (password: Binary, salt: Binary, iterations: number, length: number, digest: string) =>
    ask({
      pbkdf2: digest,
      iterations,
      length,
      data: base64FromBytes(bytesFrom(password)),
      salt: base64FromBytes(bytesFrom(salt)),
    }),
}

export const cryptoModule = { default: members, ...members }
