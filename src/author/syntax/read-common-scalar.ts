import { type Source, spanOf } from '../../core/source.ts'
import { ownText } from './own-text.ts'
import type { Node, ScalarNode } from './tree.ts'

/** Thrown where a file is written in another than the common forms; never leaves the readers of these. */
export const UNCOMMON = new Error('Not in the common form')

/** Where in a file its reader is. */
export interface Cursor {
  readonly source: Source
  readonly text: string
  at: number
}

/** A node, and where what belongs to it ends: behind its line, where it is in one. */
export interface Read {
  readonly node: Node
  readonly end: number
}

type Surroundings = 'block' | 'flow'

/** The text of a scalar, and where its written form ends. */
interface ScalarText {
  readonly value: string
  readonly end: number
}

/** A plain or quoted scalar at the cursor, which stays. */
export function writtenScalar(cursor: Cursor, surroundings: Surroundings): ScalarNode {
  const { source, text, at } = cursor
  const first = text[at]
  if (first === '"' || first === "'") {
    const { value, end } = readQuoted(cursor)
    const style = first === '"' ? 'double' : 'single'
    return { kind: 'scalar', value: ownText(value), style, span: spanOf(source, at, end) }
  }
  const { value, end } = readPlain(cursor, surroundings)
  return { kind: 'scalar', value: meantBy(value), style: 'plain', span: spanOf(source, at, end) }
}

/** What ends a plain scalar within its line: a colon or number sign at a blank, and in flow collections their marks. */
const PLAIN = {
  block: /:(?= |\n|$)| +(?=#|\n|$)|\n|$/g,
  flow: /:(?= |\n|$|[,[\]{}])| +(?=#|\n|$)|\n|$|[,[\]{}]/g,
}
/** Blanks and marks that begin something else; a dash, colon or question mark may begin a text, and does so rarely. */
const OTHER = /[\s\-?:,[\]{}#&*!|>'"%@`]/
const NEGATIVE = /-[\da-z]/iy

/** A plain scalar at the cursor, which stays: whatever it goes on with in the next line is not looked at. */
export function readPlain({ text, at }: Cursor, surroundings: Surroundings): ScalarText {
  NEGATIVE.lastIndex = at
  if (at >= text.length || (OTHER.test(text[at] as string) && !NEGATIVE.test(text))) throw UNCOMMON
  // The mark of a document's end.
  if (text.startsWith('...', at)) throw UNCOMMON
  const stop = PLAIN[surroundings]
  stop.lastIndex = at
  const end = stop.exec(text)?.index ?? text.length
  const value = text.slice(at, end).trimEnd()
  return { value, end: at + value.length }
}

const CANONICAL = /^-?(?:0|[1-9]\d{0,13})(?:\.\d{1,12})?$/
/** Numbers that are written in another way, be it one that is rounded. */
const NUMBERS = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$|^0o[0-7]+$|^0x[\da-f]+$|^[-+]?\.inf$|^\.nan$/i
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
])

/** The value of a plain scalar by the core schema. */
function meantBy(written: string): ScalarNode['value'] {
  const word = WORDS.get(written)
  if (word !== undefined) return word
  if (CANONICAL.test(written)) return Number(written)
  if (NUMBERS.test(written)) throw UNCOMMON
  return ownText(written)
}

const QUOTED = { '"': /"(?:[^"\\\n]|\\["\\/nrt])*"/y, "'": /'(?:[^'\n]|'')*'/y }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** A quoted scalar in one line at the cursor, which stays. */
export function readQuoted({ text, at }: Cursor): ScalarText {
  const quote = text[at] as '"' | "'"
  const pattern = QUOTED[quote]
  pattern.lastIndex = at
  const written = pattern.exec(text)?.[0]
  if (written === undefined) throw UNCOMMON
  const inner = written.slice(1, -1)
  const value =
    quote === "'"
      ? inner.replaceAll("''", "'")
      : inner.replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
  return { value, end: at + written.length }
}
