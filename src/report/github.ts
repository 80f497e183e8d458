import type { Diagnostic } from '../core/diagnostic.ts'
import { positionAt } from '../core/source.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const

/** Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request. */
export function formatGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((one) => `${annotation(one)}\n`).join('')
}

function annotation({ code, severity, message, path, span, hint }: Diagnostic): string {
  const [from, to] = span ? [positionAt(span.source, span.start), positionAt(span.source, span.end)] : []
  const properties = {
    file: path,
    ...(from && to ? { line: from.line, endLine: to.line, col: from.column, endColumn: to.column } : {}),
    title: code,
  }
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))}`,
  )
  const text = hint === null ? message : `${message}\n${hint}`
  return `::${commands[severity]} ${written.join(',')}::${escapeText(text)}`
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
