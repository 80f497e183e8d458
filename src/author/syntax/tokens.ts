import type { CST } from 'yaml'

/** What stands in a file beside its values, in the order of the file. */
export interface Marks {
  readonly brackets: readonly CST.FlowCollection[]
  readonly aliases: readonly CST.SourceToken[]
  readonly anchors: readonly CST.SourceToken[]
  readonly tags: readonly CST.SourceToken[]
  /** Where the values are nested deepest. */
  readonly deepest: { readonly depth: number; readonly offset: number }
}

/** A part of a file: a token, or a pair in a collection. */
type Piece = Partial<CST.CollectionItem> & {
  readonly items?: readonly Piece[]
  readonly props?: readonly CST.SourceToken[]
  readonly end?: readonly CST.SourceToken[]
}

/** Collects the marks of a file. Walks without recursion, because a deep file is meant to break recursive walks. */
export function readMarks(roots: readonly CST.Token[]): Marks {
  const brackets: CST.FlowCollection[] = []
  const found: Record<string, CST.SourceToken[]> = { alias: [], anchor: [], tag: [] }
  let deepest = { depth: 0, offset: 0 }
  const pending = roots.map((piece) => ({ piece: piece as unknown as Piece, depth: 0 }))
  const noteAll = (tokens: unknown) => {
    // What opens a collection stands there by itself, and is no mark.
    if (Array.isArray(tokens)) for (const token of tokens) found[token.type]?.push(token)
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { piece } = next
    const token = piece as unknown as CST.Token
    const { start, key, sep, value, items, props, end } = piece
    const depth = next.depth + (items ? 1 : 0)
    if (depth > deepest.depth) deepest = { depth, offset: token.offset }
    if (token.type === 'flow-collection') brackets.push(token)
    found[token.type]?.push(token as CST.SourceToken)
    for (const tokens of [start, sep, props, end]) noteAll(tokens)
    if (key) pending.push({ piece: key as unknown as Piece, depth })
    if (value) pending.push({ piece: value as unknown as Piece, depth })
    if (items) for (const item of items) pending.push({ piece: item, depth })
  }
  const inOrder = (kind: string) => (found[kind] ?? []).sort((a, b) => a.offset - b.offset)
  return {
    brackets: brackets.sort((a, b) => a.start.offset - b.start.offset),
    aliases: inOrder('alias'),
    anchors: inOrder('anchor'),
    tags: inOrder('tag'),
    deepest,
  }
}
