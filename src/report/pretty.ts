import type { Diagnostic, Note } from '../core/diagnostic.ts'
import { positionAt, type Span } from '../core/source.ts'
import { frame } from './frame.ts'
import type { Style } from './style.ts'

/** A diagnostic for people: `path:line:column`, the words, the lines, what to do. */
export function formatPretty(diagnostic: Diagnostic, style: Style): string {
  const { severity, code, path, span, notes, hint } = diagnostic
  const place = span ? placeOf(span) : path
  return [
    `${style.bold(place)} ${style.severity(severity, severity)} ${style.dim(code)}`,
    `  ${oneLine(diagnostic.message)}`,
    ...(span ? ['', indent(frame(span, style))] : []),
    ...notes.flatMap((note) => ['', indent(formatNote(note, style))]),
    ...(hint === null ? [] : ['', indent(`hint: ${oneLine(hint)}`)]),
  ].join('\n')
}

/** Says how many of these can be mended by `lint --fix`; empty where none can. */
export function mendable(diagnostics: readonly Diagnostic[]): string {
  const count = diagnostics.filter(({ fix }) => fix.length > 0).length
  return count === 0 ? '' : `, of which \`reviewgym lint --fix\` mends ${count}`
}

/** `3 errors, 1 warning in 2 files`, or that there is nothing. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) =>
    diagnostics.filter((one) => one.severity === severity).length
  const parts = [
    plural(count('error'), 'error'),
    ...(count('warning') > 0 ? [plural(count('warning'), 'warning')] : []),
    ...(count('info') > 0 ? [plural(count('info'), 'remark')] : []),
  ]
  return `${parts.join(', ')} in ${plural(new Set(diagnostics.map(({ path }) => path)).size, 'file')}`
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

export function placeOf({ source, start }: Span): string {
  const { line, column } = positionAt(source, start)
  return `${source.path}:${line}:${column}`
}

function formatNote({ message, span }: Note, style: Style): string {
  return span ? `note: ${message} (${placeOf(span)})\n${frame(span, style)}` : `note: ${message}`
}

/** Messages quote what authors wrote, line breaks and control characters included. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ')
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
