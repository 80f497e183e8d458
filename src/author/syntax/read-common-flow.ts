import { spanOf } from '../../core/source.ts'
import { ownText } from './own-text.ts'
import { type Cursor, readPlain, readQuoted, UNCOMMON, writtenScalar } from './read-common-scalar.ts'
import type { MapEntry, Node } from './tree.ts'

/** Below the bound of the parser, so that what is deep is left to it. */
const MAX_DEPTH = 32
const MAX_KEY = 200

/**
 * Reads `[ a, b ]` and `{ a: 1 }`, in one line or several, without comments and without pairs outside of maps. A class, since
 * V8 forgets what it has optimized of inner functions with the call that made them.
 */
export class CommonFlow {
  readonly #cursor: Cursor

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  /** The flow collection at the cursor, within something that is indented by `column`. */
  collection(column: number, depth: number): Node {
    if (depth > MAX_DEPTH) throw UNCOMMON
    const cursor = this.#cursor
    const start = cursor.at
    const isMap = cursor.text[start] === '{'
    const close = isMap ? '}' : ']'
    const entries: MapEntry[] = []
    const items: Node[] = []
    cursor.at += 1
    for (let next = this.#toNext(column); next !== close; ) {
      if (isMap) entries.push(this.#entry(column, depth))
      else items.push(this.#value(column, depth))
      next = this.#toNext(column)
      if (next !== close && next !== ',') throw UNCOMMON
      if (next === close) break
      cursor.at += 1
      next = this.#toNext(column)
      if (next === close) throw UNCOMMON
    }
    cursor.at += 1
    const span = spanOf(cursor.source, start, cursor.at)
    if (!isMap) return { kind: 'list', items, span }
    if (new Set(entries.map(({ key }) => key)).size < entries.length) throw UNCOMMON
    return { kind: 'map', entries, span }
  }

  /** Goes to the next mark or value; a line in between must be indented further than what the collection is in. */
  #toNext(column: number): string {
    const cursor = this.#cursor
    let lineStart = -1
    for (; ; cursor.at += 1) {
      const character = cursor.text[cursor.at]
      if (character === '\n') lineStart = cursor.at + 1
      else if (character !== ' ') {
        if (character === undefined || (lineStart !== -1 && cursor.at - lineStart <= column)) throw UNCOMMON
        return character
      }
    }
  }

  #entry(column: number, depth: number): MapEntry {
    const cursor = this.#cursor
    const { source, text, at: start } = cursor
    const first = text[start]
    const { value: key, end } =
      first === '"' || first === "'" ? readQuoted(cursor) : readPlain(cursor, 'flow')
    const isKey = text[end] === ':' && text[end + 1] === ' '
    if (!isKey || key === '' || key === '<<' || end - start > MAX_KEY) throw UNCOMMON
    cursor.at = end + 1
    if (this.#toNext(column) === ',' || text[cursor.at] === '}') throw UNCOMMON
    return { key: ownText(key), keySpan: spanOf(source, start, end), value: this.#value(column, depth) }
  }

  #value(column: number, depth: number): Node {
    const cursor = this.#cursor
    const first = cursor.text[cursor.at]
    if (first === '[' || first === '{') return this.collection(column, depth + 1)
    const node = writtenScalar(cursor, 'flow')
    cursor.at = node.span.end
    return node
  }
}
