import type { Diagnostic } from '../core/diagnostic.ts'
import { positionAt, type Span } from '../core/source.ts'

/** Diagnostics for machines: places as 1-based lines and columns (UTF-16 units), the end exclusive. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]) {
  return diagnostics.map(({ code, severity, message, path, span, notes, hint, fix }) => ({
    code,
    severity,
    message,
    path,
    range: span && rangeOf(span),
    notes: notes.map((note) => ({
      message: note.message,
      path: note.span?.source.path ?? null,
      range: note.span && rangeOf(note.span),
    })),
    hint,
    fix: fix.map((piece) => ({
      path: piece.span.source.path,
      range: rangeOf(piece.span),
      text: piece.text,
    })),
  }))
}

function rangeOf({ source, start, end }: Span) {
  return { start: positionAt(source, start), end: positionAt(source, end) }
}
