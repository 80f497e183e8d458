import type { Diagnostic, Note, Replacement } from '../../core/diagnostic.ts'
import { type Source, type Span, spanOf } from '../../core/source.ts'

/** A place as JSON: path, start and end. */
export type PlainSpan = readonly [string, number, number]

/** A diagnostic as JSON, without the text of the files that it is about. */
export interface PlainDiagnostic extends Omit<Diagnostic, 'span' | 'notes' | 'fix'> {
  readonly span: PlainSpan | null
  readonly notes: readonly { readonly message: string; readonly span: PlainSpan | null }[]
  readonly fix: readonly { readonly text: string; readonly span: PlainSpan }[]
}

export function toPlain({ span, notes, fix, ...rest }: Diagnostic): PlainDiagnostic {
  return {
    ...rest,
    span: span && plainSpan(span),
    notes: notes.map((note) => ({ message: note.message, span: note.span && plainSpan(note.span) })),
    fix: fix.map((piece) => ({ text: piece.text, span: plainSpan(piece.span) })),
  }
}

/** The diagnostic again; `sourceAt` gives the files that it is about. */
export function fromPlain(
  { span, notes, fix, ...rest }: PlainDiagnostic,
  sourceAt: (path: string) => Source,
): Diagnostic {
  const at = ([path, start, end]: PlainSpan): Span => spanOf(sourceAt(path), start, end)
  return {
    ...rest,
    span: span && at(span),
    notes: notes.map((note): Note => ({ message: note.message, span: note.span && at(note.span) })),
    fix: fix.map((piece): Replacement => ({ text: piece.text, span: at(piece.span) })),
  }
}

export function plainSpan({ source, start, end }: Span): PlainSpan {
  return [source.path, start, end]
}
