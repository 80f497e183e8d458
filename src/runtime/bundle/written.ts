import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'

/** The text of a bundle, taken apart. */
export interface Written {
  /** Its hash, which is right. */
  readonly sha256: string
  /** JSON of all but the private halves of tasks: where one belongs, there is its number. */
  readonly text: string
  /** JSON of the halves, each made when it is asked for. */
  readonly halves: readonly (() => string)[]
}

/** How bundles end that are written as they are hashed: the hash is their last key. */
export const ENDING = /,"sha256":"([0-9a-f]{64})"\}\n?$/
export const ENDING_CHARACTERS = 100

/**
 * Where a private half begins, and where the last one ends. A quote in a text has a backslash before it, so this stands
 * between values only; still it may stand within one. So what is found are halves only if each is JSON, and the text too
 * with its numbers where the halves belong.
 */
const HALF_BEGINS = ':{"accepted":['
const LAST_ENDS = '}}},"proof":'
const BRACE = '}'.charCodeAt(0)

/** Takes the file of a bundle apart; null where it is not written as `compile` writes it, or its hash is wrong. */
export function takeApart(file: Uint8Array): Written | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const [ending, sha256] = ENDING.exec(bytes.toString('latin1', bytes.length - ENDING_CHARACTERS)) ?? []
  // What is no UTF-8 would be read as something else than what is hashed.
  if (ending === undefined || sha256 === undefined || !isUtf8(bytes)) return null
  const actual = createHash('sha256').update(bytes.subarray(0, -ending.length)).update('}').digest('hex')
  const begins = beginsOf(bytes)
  const last = bytes.indexOf(LAST_ENDS, begins.at(-1))
  if (actual !== sha256 || begins.length === 0 || last === -1) return null
  const ends = begins.map((_, index) => {
    const next = begins[index + 1]
    return 1 + (next === undefined ? last : bytes.lastIndexOf(BRACE, next))
  })
  const before = begins.map((begin, index) => bytes.toString('utf8', ends[index - 1] ?? 0, begin))
  return {
    sha256,
    text: `${before.map((text, index) => `${text} ${index} `).join('')}${bytes.toString('utf8', ends.at(-1))}`,
    halves: begins.map((begin, index) => () => bytes.toString('utf8', begin, ends[index])),
  }
}

function beginsOf(bytes: Buffer): readonly number[] {
  const begins: number[] = []
  for (let at = bytes.indexOf(HALF_BEGINS); at !== -1; at = bytes.indexOf(HALF_BEGINS, at + 1))
    begins.push(at + 1)
  return begins
}
