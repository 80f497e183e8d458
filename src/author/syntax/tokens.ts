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

type Piece = Partial<CST.CollectionItem> & { readonly [key: string]: unknown }

/** Where a piece of a file has further pieces. */
const PARTS = ['start', 'key', 'sep', 'value', 'items', 'props', 'end'] as const

/** Collects the marks of a file. Walks without recursion, because a deep file is meant to break recursive walks. */
export function readMarks(roots: readonly CST.Token[]): Marks {
  const brackets: CST.FlowCollection[] = []
  const found: Record<string, CST.SourceToken[]> = { alias: [], anchor: [], tag: [] }
  let deepest = { depth: 0, offset: 0 }
  const pending = roots.map((piece) => ({ piece: piece as unknown as Piece, depth: 0 }))
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { piece } = next
    const token = piece as unknown as CST.Token
    const depth = next.depth + (Array.isArray(piece.items) ? 1 : 0)
    if (depth > deepest.depth) deepest = { depth, offset: token.offset }
    if (token.type === 'flow-collection') brackets.push(token)
    found[token.type]?.push(token as CST.SourceToken)
    for (const part of PARTS) {
      const children = piece[part]
      if (Array.isArray(children)) for (const child of children) pending.push({ piece: child, depth })
      else if (typeof children === 'object' && children !== null)
        pending.push({ piece: children as Piece, depth })
    }
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
