import type { Severity } from '../core/diagnostic.ts'

/** How words are set off; plain text leaves them alone. */
export interface Style {
  bold(text: string): string
  dim(text: string): string
  error(text: string): string
  severity(severity: Severity, text: string): string
}

export const plain: Style = { bold: same, dim: same, error: same, severity: (_, text) => text }

const codes: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36 }

export const coloured: Style = {
  bold: ansi(1),
  dim: ansi(2),
  error: ansi(31),
  severity: (severity, text) => ansi(codes[severity])(text),
}

function same(text: string): string {
  return text
}

function ansi(code: number): (text: string) => string {
  return (text) => `\u001b[${code}m${text}\u001b[0m`
}
