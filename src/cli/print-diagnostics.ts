import { type Command, Option } from 'commander'
import type { Diagnostic } from '../core/diagnostic.ts'
import { reportFormats } from '../report/formats.ts'
import { diagnosticsJson } from '../report/json.ts'
import { formatPretty, mendable, summarize } from '../report/pretty.ts'
import { coloured, plain } from '../report/style.ts'
import type { CommonOptions } from './command.ts'
import type { Host } from './host.ts'

export interface FormatOptions extends CommonOptions {
  readonly format?: string
}

export const formatNames: readonly string[] = ['pretty', 'json', ...Object.keys(reportFormats)]

/** The option by which diagnostics are printed for another program. */
export function declareFormat(command: Command): Command {
  return command.addOption(
    new Option('--format <name>', 'how problems are printed; json is the same as --json').choices([
      ...formatNames,
    ]),
  )
}

/**
 * Prints what a command has found in the format that it is asked for. Answers whether that was one for machines, beside
 * which nothing else may be printed.
 */
export function printReport(
  host: Host,
  kind: string,
  content: Record<string, unknown>,
  diagnostics: readonly Diagnostic[],
  { json, format = json ? 'json' : 'pretty' }: FormatOptions,
): boolean {
  const report = reportFormats[format]
  if (report) host.print(report(diagnostics))
  else if (format === 'json') printJson(host, kind, content, diagnostics)
  return report !== undefined || format === 'json'
}

/** Prints diagnostics for people; what is printed for machines, a command puts together itself. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: CommonOptions & { readonly fix?: true },
  host: Host,
): void {
  host.status('')
  if (diagnostics.length === 0) return
  const style = host.hasColour && options.color ? coloured : plain
  const texts = diagnostics.map((diagnostic) => `${formatPretty(diagnostic, style)}\n\n`)
  // What is left after mending was not safe to mend.
  const more = options.fix ? '' : mendable(diagnostics)
  host.print(`${texts.join('')}${summarize(diagnostics)}${more}\n`)
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
