import { isMap, isScalar, isSeq, type Pair, type Scalar, type Node as YamlNode } from 'yaml'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { type Source, type Span, spanOf } from '../../core/source.ts'
import { ownText } from './own-text.ts'
import type { MapEntry, Node, ScalarStyle } from './tree.ts'

/** Turns the parser's nodes into ours, noting what a task may not use. */
export function readNodes(
  source: Source,
  root: YamlNode,
): { readonly node: Node; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const spanOfNode = ({ range }: YamlNode) => spanOf(source, range?.[0] ?? 0, range?.[1] ?? 0)

  function read(node: YamlNode): Node {
    const span = spanOfNode(node)
    if (isMap(node)) {
      const entries = node.items.map((pair) => readEntry(pair as Pair<YamlNode, YamlNode | null>))
      diagnostics.push(...repeatedKeys(entries))
      return { kind: 'map', entries, span }
    }
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => read(item as YamlNode)), span }
    if (isScalar(node)) return { kind: 'scalar', value: readValue(node, span), style: styleOf(node), span }
    return { kind: 'scalar', value: null, style: 'plain', span }
  }

  function readEntry({ key, value }: Pair<YamlNode, YamlNode | null>): MapEntry {
    const keySpan = spanOfNode(key)
    if (!isScalar(key)) diagnostics.push(diagnosticAt('yaml/key-not-text', keySpan, 'A key must be a word'))
    const name = isScalar(key) ? ownText(String(key.source ?? key.value)) : ''
    const isWritten = value?.range && value.range[1] > value.range[0]
    return {
      key: name,
      keySpan,
      value: isWritten ? read(value) : { kind: 'scalar', value: null, style: 'plain', span: keySpan },
    }
  }

  function readValue({ value, source: written = '' }: Scalar, span: Span) {
    if (typeof value === 'number') diagnostics.push(...inexactNumber(value, written, span))
    if (typeof value === 'string') return ownText(value)
    return typeof value === 'number' || typeof value === 'boolean' ? value : null
  }

  return { node: read(root), diagnostics }
}

function repeatedKeys(entries: readonly MapEntry[]): readonly Diagnostic[] {
  const first = new Map<string, MapEntry>()
  return entries.flatMap((entry) => {
    const earlier = first.get(entry.key)
    if (!earlier) {
      first.set(entry.key, entry)
      return []
    }
    return diagnosticAt('yaml/duplicate-key', entry.keySpan, `Key \`${entry.key}\` is written twice`, {
      notes: [{ message: 'First written here', span: earlier.keySpan }],
      hint: 'Keep one of them',
    })
  })
}

/** Long whole numbers are rounded when they are read, and infinities have no JSON spelling. */
function inexactNumber(value: number, written: string, span: Span): readonly Diagnostic[] {
  if (!Number.isFinite(value))
    return [
      diagnosticAt('yaml/number', span, `JSON has no number for \`${written}\``, {
        hint: 'Among the values of a call, write `{ $number: Infinity }` or `{ $number: NaN }`',
      }),
    ]
  const isWhole = /^[-+]?(0[xo])?[\da-f]+$/i.test(written)
  if (!isWhole || Number.isSafeInteger(value)) return []
  return [
    diagnosticAt('yaml/number', span, `\`${written}\` would be rounded to ${value}`, {
      hint: 'Write a number below 2^53, or quote it where a text is meant',
    }),
  ]
}

function styleOf({ type }: Scalar): ScalarStyle {
  switch (type) {
    case 'QUOTE_SINGLE':
      return 'single'
    case 'QUOTE_DOUBLE':
      return 'double'
    case 'BLOCK_LITERAL':
      return 'literal'
    case 'BLOCK_FOLDED':
      return 'folded'
    default:
      return 'plain'
  }
}
