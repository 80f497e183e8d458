import { type Document, isCollection, isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml'
import type { Source } from '../../core/source.ts'

/** The keys of an object in their order, and the same for what is below it. */
export interface KeyOrder {
  /** Null where keys stay as they are: in data, whose order programs may see. */
  readonly keys: readonly string[] | null
  below(key: string | number): KeyOrder
}

/**
 * The canonical text of a YAML document that {@link parseYaml} takes without errors: two blanks a level, lists indented
 * under their keys, keys in order, at most one empty line in a row, flow collections like `[a, { b: c }]`. A flow
 * collection whose first entry stands on a line of its own has one line for each entry, any other one is on one line.
 * Comments, block scalars and quotes stay. The value is the same, and the text of a canonical text is itself.
 */
export function formatYaml({ text }: Source, order: KeyOrder): string {
  let before = text.replaceAll('\r\n', '\n')
  // A comment between two dashes moves out by one of them each time.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const after = formatOnce(before, order)
    if (after === before) break
    before = after
  }
  return before
}

const MAX_ROUNDS = 12

function formatOnce(text: string, order: KeyOrder): string {
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false })
  const head = takeHead(document.contents)
  sortKeys(document.contents, order)
  if (head !== null) giveHead(document.contents, head)
  layFlows(document, text)
  return document.toString({ lineWidth: 0, indent: 2, indentSeq: true })
}

/** What stands above the first key is about the file, whichever key that is. */
function takeHead(root: unknown): string | null {
  const key = isMap(root) ? root.items[0]?.key : null
  if (!isScalar(key) || !key.commentBefore) return null
  const head = key.commentBefore
  key.commentBefore = null
  return head
}

function giveHead(root: unknown, head: string): void {
  const key = isMap(root) ? root.items[0]?.key : null
  if (isScalar(key)) key.commentBefore = key.commentBefore ? `${head}\n\n${key.commentBefore}` : head
}

/** Unknown keys come last, in the order in which they were written. */
function sortKeys(node: unknown, order: KeyOrder): void {
  if (isSeq(node)) for (const [index, item] of node.items.entries()) sortKeys(item, order.below(index))
  if (!isMap(node)) return
  const { keys } = order
  const rank = (key: unknown) => {
    const at = keys?.indexOf(nameOf(key)) ?? 0
    return at === -1 ? Number.POSITIVE_INFINITY : at
  }
  if (keys !== null && !node.flow) node.items.sort((a, b) => compare(rank(a.key), rank(b.key)))
  for (const { key, value } of node.items) sortKeys(value, order.below(nameOf(key)))
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.source ?? key.value) : ''
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Gives every outermost flow collection its own way of being printed; those with comments are left to the package. */
function layFlows(document: Document.Parsed, text: string): void {
  visit(document, {
    Collection(_, node) {
      if (!node.flow || hasComment(node)) return undefined
      node.toString = (context) => printNode(node, String(context?.indent ?? ''), text)
      return visit.SKIP
    },
  })
}

function hasComment(node: unknown): boolean {
  let found = false
  visit(node as Document, {
    Node(_, one) {
      // The comment behind the whole stands outside of it.
      found ||= Boolean(one.commentBefore) || (one !== node && Boolean(one.comment))
    },
  })
  return found
}

/** A node in flow style; `indent` is that of the line on which it begins. */
function printNode(node: unknown, indent: string, text: string): string {
  if (!isCollection(node)) return printScalar(node, text)
  const [open, close, pad] = isMap(node) ? ['{', '}', ' '] : ['[', ']', '']
  if (node.items.length === 0) return `${open}${close}`
  const inner = `${indent}  `
  const entries = node.items.map((item) => printEntry(item, inner, text))
  return isTall(node, text)
    ? `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}${close}`
    : `${open}${pad}${entries.join(', ')}${pad}${close}`
}

function printEntry(item: unknown, indent: string, text: string): string {
  if (!isPair(item)) return printNode(item, indent, text)
  const key = printScalar(item.key, text)
  if (item.value === null || (isScalar(item.value) && item.value.source === '' && item.value.value === null))
    return key
  return isTall(item.value, text)
    ? `${key}:\n${indent}  ${printNode(item.value, `${indent}  `, text)}`
    : `${key}: ${printNode(item.value, indent, text)}`
}

/** As written; a text over several lines is joined. */
function printScalar(node: unknown, text: string): string {
  if (!isScalar(node) || !node.range) return ''
  const written = text.slice(node.range[0], node.range[1])
  return written.includes('\n') ? JSON.stringify(node.value) : written
}

/** Whether the first entry of it, or of a collection inside it, stands on a line of its own. */
function isTall(node: unknown, text: string): boolean {
  if (!isCollection(node) || !node.range) return false
  const begin = text.slice(node.range[0] + 1).trimStart()
  const first = text.length - begin.length
  if (/^[[{]/.test(text.slice(node.range[0])) && text.slice(node.range[0], first).includes('\n'))
    return node.items.length > 0
  return node.items.some((item) => isTall(isPair(item) ? item.value : item, text))
}
