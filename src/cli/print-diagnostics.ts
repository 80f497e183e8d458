import type { Diagnostic } from '../core/diagnostic.ts'
import { diagnosticsJson } from '../report/json.ts'
import { formatPretty, summarize } from '../report/pretty.ts'
import { coloured, plain } from '../report/style.ts'
import type { CommonOptions } from './command.ts'
import type { Host } from './host.ts'

/** Prints diagnostics for people; what is printed for machines, a command puts together itself. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: CommonOptions,
  host: Host,
): void {
  host.status('')
  if (diagnostics.length === 0) return
  const style = host.hasColour && options.color ? coloured : plain
  const texts = diagnostics.map((diagnostic) => `${formatPretty(diagnostic, style)}\n\n`)
  host.print(`${texts.join('')}${summarize(diagnostics)}\n`)
}

/** The JSON of a command, with its diagnostics. */
export function printJson(
  host: Host,
  kind: string,
  content: Record<string, unknown>,
  diagnostics: readonly Diagnostic[] = [],
): void {
  const document = { format: `reviewgym-${kind}/1`, ...content, diagnostics: diagnosticsJson(diagnostics) }
  host.print(`${JSON.stringify(document, null, 2)}\n`)
}
