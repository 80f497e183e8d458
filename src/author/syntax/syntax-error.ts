import { type CST, type Document, isScalar, type Scalar, visit, type YAMLError } from 'yaml'
import type { DiagnosticCode } from '../../core/codes.ts'
import { type Diagnostic, diagnosticAt, type Note } from '../../core/diagnostic.ts'
import { type Source, type Span, spanOf } from '../../core/source.ts'

/** What the parser knows about a file that it could not read. */
export interface BrokenFile {
  readonly source: Source
  readonly documents: readonly Document.Parsed[]
  /** Every `{…}` and `[…]`, closed or not. */
  readonly brackets: readonly CST.FlowCollection[]
}

interface Words {
  readonly message: string
  readonly hint: string | null
  readonly span?: Span
  readonly notes?: readonly Note[]
  readonly code?: DiagnosticCode
}

/** The parser's messages speak of its grammar; these speak of what the author wrote. The first that knows better wins. */
const explanations: readonly (readonly [
  pattern: RegExp,
  explain: (file: BrokenFile, error: YAMLError) => Words | null,
])[] = [
  [/^Missing closing ["']quote/, unclosedQuote],
  [/^Unexpected (?:\S+-)?scalar at node end/, textAfterValue],
  [/^Nested mappings are not allowed/, secondKey],
  [/^(?:Sequence item without|All (?:mapping|sequence) items must start)/, wrongIndentation],
  [/^Implicit (?:keys|map keys) need to be/, looseLine],
  [/^Flow (?:map|sequence) in block collection|^Expected flow (?:map|sequence) to end/, unclosedBracket],
  [/^Plain value cannot start/, reservedStart],
  [/^Alias cannot be an empty/, reservedStart],
  [/^Invalid escape sequence/, unknownEscape],
  [/^Block scalar header includes extra|^Not a YAML token/, textAfterHeader],
  [/^Missing , /, () => ({ message: 'A `,` is missing before this', hint: null })],
  [
    /^Tabs are not allowed/,
    () => ({ message: 'A tab cannot indent', hint: 'Indent with spaces', code: 'yaml/tab-as-indent' }),
  ],
]

/** One cause a file: what a parser says after its first error is mostly an echo of it. */
export function firstSyntaxError(file: BrokenFile): Diagnostic | null {
  const [error] = file.documents.flatMap(({ errors }) => errors).sort((a, b) => a.pos[0] - b.pos[0])
  if (!error) return null
  for (const [pattern, explain] of explanations) {
    const words = pattern.test(error.message) ? explain(file, error) : null
    if (!words) continue
    const { code = 'yaml/syntax', span = errorSpan(file, error), message, notes = [], hint } = words
    return diagnosticAt(code, span, message, { notes, hint })
  }
  const message = error.message.replace(/\s+/g, ' ').replace(/\.$/, '')
  return diagnosticAt('yaml/syntax', errorSpan(file, error), message)
}

function errorSpan({ source }: BrokenFile, { pos: [start, end] }: YAMLError): Span {
  return spanOf(source, start, Math.max(start + 1, Math.min(end, lineEnd(source, start))))
}

function unclosedQuote(file: BrokenFile, { pos: [end] }: YAMLError): Words | null {
  const quoted = quotedScalars(file).find(({ range }) => (range?.[1] ?? -1) >= end)
  if (!quoted) return null
  return {
    message: 'This quote is never closed',
    hint: 'Close it, or leave it out: most texts need no quotes',
    span: firstLine(file, quoted),
  }
}

/** Behind a quoted text, or behind a word that YAML took for an alias. */
function textAfterValue({ source }: BrokenFile, { pos: [start] }: YAMLError): Words | null {
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start)
  const alias = /\*\S*\s+$/.exec(line)
  if (alias)
    return {
      message: 'A text cannot begin with `*`',
      hint: 'Quote the text',
      span: spanOf(source, start - alias[0].length, start - alias[0].length + 1),
    }
  if (!/["']\s*$/.test(line)) return null
  return {
    message: 'There is more text after the closing quote',
    hint: 'Quote all of it; within `\'…\'` an apostrophe is doubled, within `"…"` a quote is written `\\"`',
  }
}

function quotedScalars({ documents }: BrokenFile): readonly Scalar[] {
  const found: Scalar[] = []
  for (const document of documents)
    visit(document, (_, node) => {
      if (isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')) found.push(node)
    })
  return found
}

/** Either the text of a value has a `: ` in it, or the next line is indented as if it went on with the value. */
function secondKey({ source }: BrokenFile, { pos: [start] }: YAMLError): Words | null {
  const rest = source.text.slice(start, lineEnd(source, start))
  const colon = rest.search(/:(?:\s|$)/)
  if (colon !== -1)
    return {
      message: '`: ` makes a key of the text before it',
      hint: 'Quote the text, or write it as a block with `|`',
      span: spanOf(source, start + colon, start + colon + 1),
    }
  const next = start + rest.length + source.text.slice(start + rest.length).search(/\S|$/)
  if (next >= source.text.length) return null
  return {
    message: 'This line is indented as if it belonged to the value above',
    hint: 'Give it the indentation of the key above, or a key of its own to belong to',
    span: spanOf(source, next, lineEnd(source, next)),
  }
}

function wrongIndentation({ source }: BrokenFile, { pos: [, end] }: YAMLError): Words {
  const lineStart = source.text.lastIndexOf('\n', end - 1) + 1
  const start = lineStart + source.text.slice(lineStart).search(/\S|$/)
  if (/^-[^\s-]/.test(source.text.slice(start, start + 2)))
    return {
      message: 'An entry of a list needs a blank after its `-`',
      hint: 'Write `- ` before the text',
      span: spanOf(source, start, start + 1),
    }
  return {
    message: 'The indentation of this line fits none of the lines above',
    hint: 'Indent it like the entries that it belongs with',
    span: spanOf(source, start, lineEnd(source, start)),
  }
}

function looseLine(): Words {
  return {
    message: 'This is neither a key with a value nor part of the text above',
    hint: 'Indent it as far as the text that it belongs to, or write `key: value`',
  }
}

function unclosedBracket({ source, brackets }: BrokenFile, error: YAMLError): Words | null {
  const open = brackets.findLast(
    ({ start, end }) =>
      start.offset < error.pos[0] &&
      !end.some(({ source: closing }) => closing === (start.source === '{' ? '}' : ']')),
  )
  if (!open) return null
  const { offset, source: bracket } = open.start
  return {
    message: `\`${bracket}\` is never closed`,
    notes: [
      {
        message: `\`${bracket === '{' ? '}' : ']'}\` is missing before this`,
        span: spanOf(source, error.pos[0], error.pos[0] + 1),
      },
    ],
    hint: null,
    span: spanOf(source, offset, offset + 1),
  }
}

function reservedStart({ source }: BrokenFile, { pos: [start] }: YAMLError): Words {
  const character = source.text.slice(start, start + 1)
  return {
    message: `A text cannot begin with ${character === '`' ? 'a backtick' : `\`${character}\``}`,
    hint: 'Quote the text',
  }
}

function unknownEscape(_: BrokenFile, { message }: YAMLError): Words {
  return {
    message: `\`${message.replace(/^Invalid escape sequence /, '')}\` is not an escape that YAML knows`,
    hint: "Double the backslash, or quote with `'…'`, where a backslash is a backslash",
  }
}

function textAfterHeader({ source }: BrokenFile, { pos: [start] }: YAMLError): Words | null {
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start)
  if (!/(?:^|\s)[|>][-+\d]*\s*$/.test(line)) return null
  return {
    message: 'A block begins on the line below its `|`',
    hint: 'Leave nothing but `|` on this line',
  }
}

function firstLine({ source }: BrokenFile, { range }: Scalar): Span {
  const start = range?.[0] ?? 0
  return spanOf(source, start, Math.min(range?.[1] ?? start, lineEnd(source, start)))
}

function lineEnd({ text }: Source, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end
}
