import { Lexer } from 'yaml'
import { type Source, type Span, spanOf } from '../../core/source.ts'

/** A comment of a YAML file: from `#` to the end of its line. */
export interface YamlComment {
  /** What it says, without `#` and the blanks around. */
  readonly text: string
  readonly span: Span
}

/** What the lexer says of documents, scalars and the end of blocks; none of it is in the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f'])

/** The comments of a file in their order. What looks like one inside a text or a block of code is none. */
export function readComments(source: Source): readonly YamlComment[] {
  const found: YamlComment[] = []
  let offset = 0
  for (const token of new Lexer().lex(source.text)) {
    if (MARKS.has(token)) continue
    if (token.startsWith('#'))
      found.push({
        text: token.slice(1).trim(),
        span: spanOf(source, offset, offset + token.trimEnd().length),
      })
    offset += token.length
  }
  return found
}
