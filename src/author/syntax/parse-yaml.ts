import { Composer, type CST, type Document, isScalar, Parser } from 'yaml'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { failed, type Outcome, outcome } from '../../core/outcome.ts'
import { type Source, type Span, spanOf } from '../../core/source.ts'
import { readCommonYaml } from './read-common-yaml.ts'
import { readNodes } from './read-nodes.ts'
import { firstSyntaxError } from './syntax-error.ts'
import { type Marks, readMarks } from './tokens.ts'
import type { Node } from './tree.ts'

/** Deeper files than this come from nobody who means well. */
const MAX_DEPTH = 64

/** Reads a source as one YAML 1.2 document, with the place of everything in it. */
export function parseYaml(source: Source): Outcome<Node> {
  const control = controlCharacter(source)
  if (control) return failed(control)
  const common = readCommonYaml(source)
  return common ? outcome(common, []) : parseAnyForm(source)
}

/** The same of a source without control characters, by the parser that knows all forms of YAML. */
export function parseAnyForm(source: Source): Outcome<Node> {
  const tokens = [...new Parser().parse(source.text)]
  const marks = readMarks(tokens)
  if (marks.deepest.depth > MAX_DEPTH) return failed(tooDeep(source, marks))
  const composer = new Composer({ prettyErrors: false, version: '1.2', schema: 'core', uniqueKeys: false })
  const documents = [...composer.compose(tokens)]
  const syntax = firstSyntaxError({ source, documents, brackets: marks.brackets })
  if (syntax) return failed(syntax)
  const [first, second] = documents
  const root = first?.contents
  if (!root || (isScalar(root) && root.value === null && !root.source))
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
  const { node, diagnostics } = readNodes(source, root)
  return outcome(node, [...foreignMarks(source, marks), ...diagnostics])
}

function controlCharacter(source: Source): Diagnostic | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const offset = source.text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/)
  if (offset === -1) return null
  const code = source.text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0')
  return diagnosticAt(
    'yaml/control-character',
    spanOf(source, offset, offset + 1),
    `Here is the control character U+${code}`,
    { hint: 'Remove it; where a program needs it, write it as an escape' },
  )
}

function tooDeep(source: Source, { deepest: { depth, offset } }: Marks): Diagnostic {
  return diagnosticAt(
    'yaml/too-deep',
    spanOf(source, offset, offset + 1),
    `Values are nested ${depth} levels deep`,
    {
      hint: `No task needs more than ${MAX_DEPTH}`,
    },
  )
}

/** Ways of YAML that a task may not use: each value stands where it is read, and its form says what it is. */
function foreignMarks(source: Source, { aliases, anchors, tags }: Marks): readonly Diagnostic[] {
  const spanOfToken = ({ offset, source: text }: CST.SourceToken) =>
    spanOf(source, offset, offset + text.length)
  const references = aliases.length > 0 ? aliases : anchors
  const word = aliases.length > 0 ? 'Aliases' : 'Anchors'
  return [
    ...references.map((token) =>
      diagnosticAt('yaml/alias', spanOfToken(token), `${word} are not allowed in tasks`, {
        hint: `${aliases.length > 0 ? 'Write the value out' : 'Remove it'}, or quote the text that begins with \`${token.source[0] ?? ''}\``,
      }),
    ),
    ...tags.map((token) =>
      diagnosticAt('yaml/tag', spanOfToken(token), `Tag \`${token.source}\` is not allowed in tasks`, {
        hint: 'Remove it, or quote the text that begins with `!`',
      }),
    ),
  ]
}

function documentStart(source: Source, document: Document.Parsed): Span {
  const marker = source.text.lastIndexOf('---', document.range[0])
  const start = marker === -1 ? document.range[0] : marker
  return spanOf(source, start, start + 3)
}
