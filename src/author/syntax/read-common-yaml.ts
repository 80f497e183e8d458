import { type Source, spanOf } from '../../core/source.ts'
import { ownText } from './own-text.ts'
import { CommonFlow } from './read-common-flow.ts'
import {
  type Cursor,
  type Read,
  readPlain,
  readQuoted,
  UNCOMMON,
  writtenScalar,
} from './read-common-scalar.ts'
import type { MapEntry, Node } from './tree.ts'

/** Bounds below those of the parser, so that what is deep or long is left to it. */
const MAX_DEPTH = 32
const MAX_KEY = 200

/**
 * The document of a file that is written in the forms which nearly all tasks are written in; null where any other is, or
 * anything is wrong with the file: the parser of all YAML is asked then. What is read here, it reads the same.
 *
 * Common are block maps and lists, flow collections, literal blocks that are clipped or stripped, plain and quoted
 * scalars in a line each, and comments in front of what they are indented like.
 */
export function readCommonYaml(source: Source): Node | null {
  if (/[\t\r\uFEFF]/.test(source.text)) return null
  try {
    return new BlockReader(source).document()
  } catch (cause) {
    if (cause === UNCOMMON) return null
    throw cause
  }
}

class BlockReader {
  readonly #source: Source
  readonly #text: string
  readonly #flow: CommonFlow
  readonly #cursor: Cursor
  /** Of the line with the next content: where the content begins, and how far it is indented; -1 at the end of the file. */
  #indent = 0

  constructor(source: Source) {
    this.#source = source
    this.#text = source.text
    this.#cursor = { source, text: source.text, at: 0 }
    this.#flow = new CommonFlow(this.#cursor)
  }

  document(): Node {
    this.#toContent(0)
    const isMap = this.#indent === 0 && !this.#isDash()
    if (!isMap) throw UNCOMMON
    const { node } = this.#map(0, 0)
    if (this.#indent !== -1) throw UNCOMMON
    return node
  }

  /** Goes from the beginning of a line to the next one that says something. */
  #toContent(lineStart: number): void {
    const text = this.#text
    let comment = -1
    for (let start = lineStart; ; ) {
      let at = start
      while (text.charCodeAt(at) === SPACE) at += 1
      if (at >= text.length) {
        if (comment !== -1) throw UNCOMMON
        this.#cursor.at = at
        this.#indent = -1
        return
      }
      const code = text.charCodeAt(at)
      if (code !== NEWLINE && comment !== -1 && comment !== at - start) throw UNCOMMON
      if (code !== NEWLINE && code !== HASH) {
        this.#cursor.at = at
        this.#indent = at - start
        return
      }
      if (code === HASH) comment = at - start
      const end = text.indexOf('\n', at)
      if (end === -1) throw UNCOMMON
      start = end + 1
    }
  }

  #isDash(): boolean {
    const { at } = this.#cursor
    return this.#text.charCodeAt(at) === DASH && this.#text.charCodeAt(at + 1) === SPACE
  }

  /** A map whose first key stands at the cursor, `column` characters from the beginning of its line. */
  #map(column: number, depth: number): Read {
    if (depth > MAX_DEPTH) throw UNCOMMON
    const start = this.#cursor.at
    const entries: MapEntry[] = []
    const names = new Set<string>()
    let end = start
    do {
      const { key, keySpan } = this.#key()
      if (names.has(key)) throw UNCOMMON
      names.add(key)
      const value = this.#valueOfKey(column, depth)
      entries.push({ key, keySpan, value: value.node })
      end = value.end
    } while (this.#indent === column)
    if (this.#indent > column) throw UNCOMMON
    return { node: { kind: 'map', entries, span: spanOf(this.#source, start, end) }, end }
  }

  #key(): Pick<MapEntry, 'key' | 'keySpan'> {
    const start = this.#cursor.at
    const { value: key, end } = this.#isQuote() ? readQuoted(this.#cursor) : readPlain(this.#cursor, 'block')
    const next = this.#text.charCodeAt(end + 1)
    const isKey = this.#text.charCodeAt(end) === COLON && (next === SPACE || next === NEWLINE)
    if (!isKey || key === '' || key === '<<' || end - start > MAX_KEY) throw UNCOMMON
    this.#cursor.at = end + 1
    return { key: ownText(key), keySpan: spanOf(this.#source, start, end) }
  }

  #isQuote(): boolean {
    const code = this.#text.charCodeAt(this.#cursor.at)
    return code === DOUBLE || code === SINGLE
  }

  #valueOfKey(column: number, depth: number): Read {
    this.#cursor.at = this.#skipSpaces(this.#cursor.at)
    if (this.#text.charCodeAt(this.#cursor.at) !== NEWLINE) return this.#inLine(column)
    this.#toContent(this.#cursor.at + 1)
    if (this.#indent <= column) throw UNCOMMON
    return this.#isDash() ? this.#list(this.#indent, depth + 1) : this.#map(this.#indent, depth + 1)
  }

  /** A list whose first dash stands at the cursor. */
  #list(column: number, depth: number): Read {
    if (depth > MAX_DEPTH) throw UNCOMMON
    const start = this.#cursor.at
    const items: Node[] = []
    let end = start
    do {
      if (!this.#isDash()) throw UNCOMMON
      const item = this.#itemOfList(column, depth)
      items.push(item.node)
      end = item.end
    } while (this.#indent === column)
    if (this.#indent > column) throw UNCOMMON
    return { node: { kind: 'list', items, span: spanOf(this.#source, start, end) }, end }
  }

  #itemOfList(column: number, depth: number): Read {
    const dash = this.#cursor.at
    const at = this.#skipSpaces(dash + 1)
    this.#cursor.at = at
    const inner = column + at - dash
    if (this.#isDash()) return this.#list(inner, depth + 1)
    return this.#beginsKey() ? this.#map(inner, depth + 1) : this.#inLine(column)
  }

  /** Whether the line goes on with a key. */
  #beginsKey(): boolean {
    const code = this.#text.charCodeAt(this.#cursor.at)
    if (code === BRACKET || code === BRACE || code === BAR || code === NEWLINE) return false
    const { end } = this.#isQuote() ? readQuoted(this.#cursor) : readPlain(this.#cursor, 'block')
    return this.#text.charCodeAt(end) === COLON
  }

  /** A value that begins in this line, below something that is indented by `column`. */
  #inLine(column: number): Read {
    const code = this.#text.charCodeAt(this.#cursor.at)
    if (code === BAR) return this.#literal(column)
    const node =
      code === BRACKET || code === BRACE
        ? this.#flow.collection(column, 0)
        : writtenScalar(this.#cursor, 'block')
    return { node, end: this.#finishLine(node.span.end, column) }
  }

  /** The beginning of the next line; what follows must not be part of the value. */
  #finishLine(from: number, column: number): number {
    const at = this.#skipSpaces(from)
    const isComment = at > from && this.#text.charCodeAt(at) === HASH
    if (!isComment && at < this.#text.length && this.#text.charCodeAt(at) !== NEWLINE) throw UNCOMMON
    const newline = this.#text.indexOf('\n', at)
    const next = newline === -1 ? this.#text.length : newline + 1
    this.#toContent(next)
    if (this.#indent > column) throw UNCOMMON
    return next
  }

  /** `|` or `|-`: the lines without the indent of the first, and at most one line break at the end. */
  #literal(column: number): Read {
    const text = this.#text
    const start = this.#cursor.at
    const isStripped = text.charCodeAt(start + 1) === DASH
    const first = start + (isStripped ? 2 : 1)
    if (text.charCodeAt(first) !== NEWLINE) throw UNCOMMON
    const { lines, end } = this.#linesOfLiteral(first + 1, column)
    const value = ownText(`${lines.join('\n')}${isStripped ? '' : '\n'}`)
    this.#toContent(end)
    if (this.#indent > column) throw UNCOMMON
    return { node: { kind: 'scalar', value, style: 'literal', span: spanOf(this.#source, start, end) }, end }
  }

  #linesOfLiteral(from: number, column: number): { readonly lines: readonly string[]; readonly end: number } {
    const text = this.#text
    const indent = this.#skipSpaces(from) - from
    if (indent <= column || text.charCodeAt(from + indent) === NEWLINE) throw UNCOMMON
    const lines: string[] = []
    let blank = 0
    let end = from
    for (let start = from; start < text.length; ) {
      const at = this.#skipSpaces(start)
      const newline = text.indexOf('\n', at)
      // What a block without a last line break ends with is for the parser to say.
      if (newline === -1) throw UNCOMMON
      if (at === newline) {
        if (at - start > indent) throw UNCOMMON
        blank += 1
      } else {
        if (at - start < indent) break
        for (; blank > 0; blank -= 1) lines.push('')
        lines.push(text.slice(start + indent, newline))
        end = newline + 1
      }
      start = newline + 1
    }
    return { lines, end }
  }

  #skipSpaces(from: number): number {
    let at = from
    while (this.#text.charCodeAt(at) === SPACE) at += 1
    return at
  }
}

const NEWLINE = 10
const SPACE = 32
const DOUBLE = 34
const HASH = 35
const SINGLE = 39
const DASH = 45
const COLON = 58
const BRACKET = 91
const BRACE = 123
const BAR = 124
