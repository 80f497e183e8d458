import { once } from '../../core/once.ts'
import { type Span, spanOf } from '../../core/source.ts'
import type { ScalarNode } from './tree.ts'

/** A text that stands inside a YAML file, with the way back from its offsets to the file's. */
export interface EmbeddedText {
  readonly text: string
  /** The place in the YAML file of a range of the text; of the whole scalar where its characters cannot be told apart. */
  spanAt(start: number, end: number): Span
}

/** The text of a scalar. Literal blocks and scalars without escapes map character by character. */
export function embeddedText(node: ScalarNode): EmbeddedText {
  const text = String(node.value ?? '')
  const offsets = once(() =>
    node.style === 'literal' ? literalOffsets(node, text) : inlineOffsets(node, text),
  )
  return {
    text,
    spanAt: (start, end) => {
      const toOuter = offsets()
      if (toOuter === null) return node.span
      const from = toOuter(start)
      return spanOf(node.span.source, from, Math.max(from, end > start ? toOuter(end - 1) + 1 : from))
    },
  }
}

type OffsetMap = (offset: number) => number

/**
 * A literal block's line is a file's line without its indent, so each value line ends where its file line ends. That
 * needs no knowledge of the indent, and so holds for every header, chomping mode and line of white space.
 */
function literalOffsets({ span }: ScalarNode, text: string): OffsetMap {
  const file = span.source.text
  const lines: { readonly inner: number; readonly outer: number; readonly length: number }[] = []
  let outer = file.indexOf('\n', span.start) + 1
  let inner = 0
  for (const line of text.split('\n')) {
    // Behind the last line break there is nothing of the block, but the next line of the file.
    if (inner > 0 && inner === text.length) break
    const end = file.indexOf('\n', outer)
    const raw = file.slice(outer, end === -1 ? file.length : end).replace(/\r$/, '')
    lines.push({ inner, outer: outer + raw.length - line.length, length: line.length })
    inner += line.length + 1
    outer = end === -1 ? file.length : end + 1
  }
  return (offset) => {
    const line = lines.findLast((candidate) => candidate.inner <= offset)
    return line ? line.outer + Math.min(offset - line.inner, line.length) : span.start
  }
}

/** One-line scalars whose written form is their value, quotes apart. */
function inlineOffsets({ span, style }: ScalarNode, text: string): OffsetMap | null {
  const quote = style === 'single' || style === 'double' ? 1 : 0
  const written = span.source.text.slice(span.start + quote, span.end - quote)
  return written === text ? (offset) => span.start + quote + offset : null
}
