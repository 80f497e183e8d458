import { createRequire } from 'node:module'
import treeSitter from '@vscode/tree-sitter-wasm'
import type { Range } from '../language.ts'

/** A node of the syntax tree, leaves and punctuation included. */
export interface SyntaxNode extends Range {
  readonly type: string
  /** What it is to its parent: `body`, `name`; null for most. */
  readonly field: string | null
  readonly parent: SyntaxNode | null
  readonly children: readonly SyntaxNode[]
  readonly depth: number
}

await treeSitter.Parser.init()
const parser = new treeSitter.Parser()
const { resolve } = createRequire(import.meta.url)
const grammar = resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm')
parser.setLanguage(await treeSitter.Language.load(grammar))

/**
 * All nodes of some Python, each before its children, the whole file first. The parser takes anything, and makes of bad
 * code what it can. Nothing here recurses: code may nest as deep as its author likes.
 */
export function parsePython(code: string): readonly SyntaxNode[] {
  const tree = parser.parse(code)
  if (!tree) throw new Error('The parser has no language')
  const cursor = tree.walk()
  const nodes: SyntaxNode[] = []
  let parent: (SyntaxNode & { readonly children: SyntaxNode[] }) | null = null
  const open = () => {
    const node = {
      type: cursor.nodeType,
      field: cursor.currentFieldName,
      parent,
      children: [],
      depth: parent === null ? 0 : parent.depth + 1,
      start: cursor.startIndex,
      end: cursor.endIndex,
    }
    parent?.children.push(node)
    nodes.push(node)
    return node
  }
  for (let node = open(); ; node = open()) {
    if (cursor.gotoFirstChild()) {
      parent = node
      continue
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete()
        tree.delete()
        return nodes
      }
      parent = (parent?.parent ?? null) as typeof parent
    }
  }
}

export function childOf(node: SyntaxNode, field: string): SyntaxNode | null {
  return node.children.find((child) => child.field === field) ?? null
}

/** The range without the blanks and line breaks at its ends. */
export function trimmed(code: string, { start, end }: Range): Range {
  const text = code.slice(start, end)
  const inner = text.trim()
  const from = start + text.indexOf(inner)
  return inner === '' ? { start, end } : { start: from, end: from + inner.length }
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}
