import { spanOf } from '../../core/source.ts'
import { type Cursor, readPlain, readQuoted, UNCOMMON, writtenScalar } from './read-common-scalar.ts'
import type { MapEntry, Node } from './tree.ts'

/** Below the bound of the parser, so that what is deep is left to it. */
const MAX_DEPTH = 32
const MAX_KEY = 200

export interface CommonFlow {
  /** The flow collection at the cursor, within something that is indented by `column`. */
  collection(column: number, depth: number): Node
}

/** Reads `[ a, b ]` and `{ a: 1 }`, in one line or several, without comments and without pairs outside of maps. */
export function commonFlow(cursor: Cursor): CommonFlow {
  const { source, text } = cursor

  /** Goes to the next mark or value; a line in between must be indented further than what the collection is in. */
  function toNext(column: number): string {
    let lineStart = -1
    for (; ; cursor.at += 1) {
      const character = text[cursor.at]
      if (character === '\n') lineStart = cursor.at + 1
      else if (character !== ' ') {
        if (character === undefined || (lineStart !== -1 && cursor.at - lineStart <= column)) throw UNCOMMON
        return character
      }
    }
  }

  function collection(column: number, depth: number): Node {
    if (depth > MAX_DEPTH) throw UNCOMMON
    const start = cursor.at
    const isMap = text[start] === '{'
    const close = isMap ? '}' : ']'
    const entries: MapEntry[] = []
    const items: Node[] = []
    cursor.at += 1
    for (let next = toNext(column); next !== close; ) {
      if (isMap) entries.push(entry(column, depth))
      else items.push(value(column, depth))
      next = toNext(column)
      if (next !== close && next !== ',') throw UNCOMMON
      if (next === close) break
      cursor.at += 1
      next = toNext(column)
      if (next === close) throw UNCOMMON
    }
    cursor.at += 1
    const span = spanOf(source, start, cursor.at)
    if (!isMap) return { kind: 'list', items, span }
    if (new Set(entries.map(({ key }) => key)).size < entries.length) throw UNCOMMON
    return { kind: 'map', entries, span }
  }

  function entry(column: number, depth: number): MapEntry {
    const start = cursor.at
    const first = text[start]
    const { value: key, end } =
      first === '"' || first === "'" ? readQuoted(cursor) : readPlain(cursor, 'flow')
    const isKey = text[end] === ':' && text[end + 1] === ' '
    if (!isKey || key === '' || key === '<<' || end - start > MAX_KEY) throw UNCOMMON
    cursor.at = end + 1
    if (toNext(column) === ',' || text[cursor.at] === '}') throw UNCOMMON
    return { key, keySpan: spanOf(source, start, end), value: value(column, depth) }
  }

  function value(column: number, depth: number): Node {
    const first = text[cursor.at]
    if (first === '[' || first === '{') return collection(column, depth + 1)
    const node = writtenScalar(cursor, 'flow')
    cursor.at = node.span.end
    return node
  }

  return { collection }
}
