import { lineText, positionAt, type Span } from '../core/source.ts'
import type { Style } from './style.ts'

const CONTEXT_LINES = 2
const MAX_WIDTH = 160
/** So much of a long line is shown before a place far to its right. */
const LEAD = 60

/** What a terminal acts on instead of showing it: control characters but the tab, and those that turn text round. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNSHOWN = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

/** The lines around a span with its first line underlined. */
export function frame({ source, start, end }: Span, style: Style): string {
  const from = positionAt(source, start)
  const to = positionAt(source, Math.max(start, end))
  const width = String(from.line).length
  const text = lineText(source, from.line) ?? ''
  const cut = text.length > MAX_WIDTH && from.column + LEAD > MAX_WIDTH ? from.column - LEAD : 0
  const contextLines = cut > 0 ? 0 : CONTEXT_LINES
  const lines: string[] = []
  for (let line = Math.max(1, from.line - contextLines); line <= from.line; line += 1)
    lines.push(
      `${style.dim(`${String(line).padStart(width)} |`)} ${clip(lineText(source, line) ?? '', cut)}`.trimEnd(),
    )
  const lastColumn = to.line === from.line ? to.column : text.length + 1
  const lead = text.slice(cut, from.column - 1).replace(/[^\t]/g, ' ')
  const marks = '^'.repeat(Math.max(1, Math.min(lastColumn - from.column, MAX_WIDTH - lead.length)))
  lines.push(`${style.dim(`${' '.repeat(width)} |`)} ${lead}${style.error(marks)}`)
  return lines.join('\n')
}

/** Long lines are cut: terminals wrap them, and then nothing is below what it belongs to. */
function clip(text: string, cut: number): string {
  const rest = text.slice(cut).replace(UNSHOWN, '\uFFFD')
  const shown = rest.length > MAX_WIDTH ? `${rest.slice(0, MAX_WIDTH - 1)}…` : rest
  return cut > 0 && shown !== '' ? `…${shown.slice(1)}` : shown
}
