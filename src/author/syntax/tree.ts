import type { Json } from '../../core/canonical-json.ts'
import type { Span } from '../../core/source.ts'

/** How a scalar is written: only `literal` keeps the text as it stands in the file, line by line. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly style: ScalarStyle
  readonly span: Span
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly span: Span
}

export interface MapEntry {
  readonly key: string
  readonly keySpan: Span
  readonly value: Node
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
  readonly span: Span
}

/** A YAML document with the place of everything in it; no trace of the parser that made it. */
export type Node = ScalarNode | ListNode | MapNode

export type Path = readonly (string | number)[]

/** The plain value of a node. */
export function toJson(node: Node): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list':
      return node.items.map(toJson)
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]))
  }
}

/** The node at a path, or the closest one above it that exists. */
export function locate(root: Node, path: Path): Node {
  let node = root
  for (const part of path) {
    const next = child(node, part)
    if (!next) return node
    node = next
  }
  return node
}

/** The node at a path that is known to exist. */
export function nodeAt(root: Node, path: Path): Node {
  const node = path.reduce<Node | undefined>((parent, part) => parent && child(parent, part), root)
  if (!node) throw new Error(`Nothing at ${path.join('.')}`)
  return node
}

/** The place of the key at a path; of the value where there is no key. */
export function locateKey(root: Node, path: Path): Span {
  const last = path.at(-1)
  const owner = locate(root, path.slice(0, -1))
  const entry = owner.kind === 'map' ? owner.entries.find(({ key }) => key === String(last)) : undefined
  return entry?.keySpan ?? locateOwner(root, path)
}

/** The place that stands for an object as a whole: its key, or its own first key where it is an entry of a list. */
export function locateOwner(root: Node, path: Path): Span {
  const node = locate(root, path)
  const parent = path.length > 0 ? locate(root, path.slice(0, -1)) : null
  const entry = parent?.kind === 'map' ? parent.entries.find(({ value }) => value === node) : undefined
  if (entry) return entry.keySpan
  return (node.kind === 'map' ? node.entries[0]?.keySpan : undefined) ?? node.span
}

function child(node: Node, part: string | number): Node | undefined {
  if (node.kind === 'list') return node.items[Number(part)]
  if (node.kind === 'map') return node.entries.find(({ key }) => key === String(part))?.value
  return undefined
}
