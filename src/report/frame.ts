import { lineText, positionAt, type Span } from '../core/source.ts'
import type { Style } from './style.ts'

const CONTEXT_LINES = 2
const MAX_WIDTH = 160

/** The lines around a span with its first line underlined. */
export function frame({ source, start, end }: Span, style: Style): string {
  const from = positionAt(source, start)
  const to = positionAt(source, Math.max(start, end))
  const width = String(from.line).length
  const lines: string[] = []
  for (let line = Math.max(1, from.line - CONTEXT_LINES); line <= from.line; line += 1)
    lines.push(
      `${style.dim(`${String(line).padStart(width)} |`)} ${clip(lineText(source, line) ?? '')}`.trimEnd(),
    )
  const text = lineText(source, from.line) ?? ''
  const lastColumn = to.line === from.line ? to.column : text.length + 1
  const lead = text.slice(0, from.column - 1).replace(/[^\t]/g, ' ')
  const marks = '^'.repeat(Math.max(1, Math.min(lastColumn - from.column, MAX_WIDTH)))
  lines.push(`${style.dim(`${' '.repeat(width)} |`)} ${lead}${style.error(marks)}`)
  return lines.join('\n')
}

/** Long lines are cut: terminals wrap them, and then nothing is below what it belongs to. */
function clip(text: string): string {
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text
}
