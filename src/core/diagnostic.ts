import type { DiagnosticCode } from './codes.ts'
import type { Span } from './source.ts'

export type Severity = 'error' | 'warning' | 'info'

/** One piece of a fix: what should stand in the span. */
export interface Replacement {
  readonly span: Span
  readonly text: string
}

/** A second place, or the why. */
export interface Note {
  readonly message: string
  readonly span: Span | null
}

/** Something an author did that is wrong or doubtful. Plain data: frames and colours are made by `report`. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** What is wrong, in one line, without a full stop. */
  readonly message: string
  /** The file that it is about, even where no place inside it can be named. */
  readonly path: string
  readonly span: Span | null
  readonly notes: readonly Note[]
  /** What to do, or null when the message says it all. */
  readonly hint: string | null
  /** The same for a machine, safe to apply whole; empty where only a person can mend it. */
  readonly fix: readonly Replacement[]
}

interface Extras {
  readonly notes?: readonly Note[]
  readonly hint?: string | null
  readonly fix?: readonly Replacement[]
  readonly severity?: Severity
}

/** A diagnostic at a place, an error unless said otherwise. */
export function diagnosticAt(
  code: DiagnosticCode,
  span: Span,
  message: string,
  { notes = [], hint = null, fix = [], severity = 'error' }: Extras = {},
): Diagnostic {
  return { code, severity, message, path: span.source.path, span, notes, hint, fix }
}

/** An error about a file as a whole: it could not be read, so there is no place in it. */
export function fileError(
  code: DiagnosticCode,
  path: string,
  message: string,
  hint: string | null,
): Diagnostic {
  return { code, severity: 'error', message, path, span: null, notes: [], hint, fix: [] }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}

/** By path, offset, code and message, each once: the only order in which diagnostics leave the tool. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyed = diagnostics.map((diagnostic) => ({ diagnostic, key: sortKey(diagnostic) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.filter(({ key }, index) => key !== keyed[index - 1]?.key).map(({ diagnostic }) => diagnostic)
}

function sortKey({ path, span, code, message }: Diagnostic): string {
  const offset = (position: number) => String(position).padStart(10, '0')
  return [path, offset(span?.start ?? 0), code, offset(span?.end ?? 0), message].join('\0')
}
