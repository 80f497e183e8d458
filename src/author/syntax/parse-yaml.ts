import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
  type Node as YamlNode,
} from 'yaml'
import { type Diagnostic, type DiagnosticCode, diagnosticAt } from '../../core/diagnostic.ts'
import { failed, type Outcome, outcome } from '../../core/outcome.ts'
import { type Source, type Span, spanOf } from '../../core/source.ts'
import type { MapEntry, Node, ScalarStyle } from './tree.ts'

/** Reads a source as one YAML 1.2 document, with the place of everything in it. */
export function parseYaml(source: Source): Outcome<Node> {
  const documents = parseAllDocuments(source.text, { prettyErrors: false, version: '1.2', schema: 'core' })
  const [first, second] = [...documents]
  const syntax = firstError(source, [...documents])
  if (syntax) return failed(syntax)
  if (!first?.contents)
    return failed(
      diagnosticAt('yaml/empty-file', spanOf(source, 0, 0), 'There is nothing in this file', {
        hint: 'Start from a template: a task needs at least `id`, `title` and `snippets`',
      }),
    )
  if (second)
    return failed(
      diagnosticAt('yaml/several-documents', documentStart(source, second), 'A second document starts here', {
        hint: 'Put each task into a file of its own',
      }),
    )
  const reader = createReader(source)
  const root = reader.read(first.contents)
  return outcome(root, reader.diagnostics)
}

/** One cause a file: what a parser says after its first error is mostly an echo of it. */
function firstError(source: Source, documents: readonly Document.Parsed[]): Diagnostic | null {
  const [error] = documents.flatMap(({ errors }) => errors).sort((a, b) => a.pos[0] - b.pos[0])
  if (!error) return null
  const { code, hint } = errorWords[error.code] ?? { code: 'yaml/syntax' as const, hint: null }
  const [start] = error.pos
  const end = Math.max(start + 1, Math.min(error.pos[1], endOfLine(source, start)))
  return diagnosticAt(code, spanOf(source, start, end), sentence(error), { hint })
}

const errorWords: Partial<
  Record<YAMLError['code'], { readonly code: DiagnosticCode; readonly hint: string }>
> = {
  TAB_AS_INDENT: { code: 'yaml/tab-as-indent', hint: 'Indent with spaces' },
  DUPLICATE_KEY: { code: 'yaml/duplicate-key', hint: 'Keep one of them' },
}

function sentence({ message }: YAMLError): string {
  return message.replace(/\s+/g, ' ').replace(/\.$/, '')
}

function endOfLine({ text }: Source, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}

function documentStart(source: Source, document: Document.Parsed): Span {
  const marker = source.text.lastIndexOf('---', document.range[0])
  const start = marker === -1 ? document.range[0] : marker
  return spanOf(source, start, start + 3)
}

/** Turns the parser's nodes into ours, noting what a task may not use. */
function createReader(source: Source) {
  const diagnostics: Diagnostic[] = []
  const spanOfNode = ({ range }: YamlNode) => spanOf(source, range?.[0] ?? 0, range?.[1] ?? 0)

  function read(node: YamlNode): Node {
    const span = spanOfNode(node)
    if (isMap(node))
      return {
        kind: 'map',
        entries: node.items.map((pair) => readEntry(pair as Pair<YamlNode, YamlNode | null>)),
        span,
      }
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => read(item as YamlNode)), span }
    if (isScalar(node)) return { kind: 'scalar', value: readValue(node, span), style: styleOf(node), span }
    if (isAlias(node))
      diagnostics.push(
        diagnosticAt('yaml/alias', span, 'Aliases are not allowed in tasks', { hint: 'Write the value out' }),
      )
    return { kind: 'scalar', value: null, style: 'plain', span }
  }

  function readEntry({ key, value }: Pair<YamlNode, YamlNode | null>): MapEntry {
    const keySpan = spanOfNode(key)
    if (!isScalar(key)) diagnostics.push(diagnosticAt('yaml/key-not-text', keySpan, 'A key must be a word'))
    const name = isScalar(key) ? String(key.source ?? key.value) : ''
    const isWritten = value?.range && value.range[1] > value.range[0]
    return {
      key: name,
      keySpan,
      value: isWritten ? read(value) : { kind: 'scalar', value: null, style: 'plain', span: keySpan },
    }
  }

  function readValue({ value, tag }: Scalar, span: Span) {
    if (tag && !tag.startsWith('tag:yaml.org,2002:'))
      diagnostics.push(
        diagnosticAt('yaml/tag', span, `Tag \`${tag}\` is not allowed in tasks`, { hint: 'Remove it' }),
      )
    return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : null
  }

  return { read, diagnostics }
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
