import type { Diagnostic, Replacement } from '../core/diagnostic.ts'
import { positionAt, type Span } from '../core/source.ts'
import { version } from '../core/version.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

/** Diagnostics as a log of SARIF 2.1.0 (OASIS), which code hosts and editors read. */
export function formatSarif(diagnostics: readonly Diagnostic[]): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'reviewgym', version, rules: codes.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((one) => resultOf(one, codes)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function resultOf(
  { code, severity, message, path, span, notes, hint, fix }: Diagnostic,
  codes: readonly string[],
) {
  const related = notes.flatMap((note) =>
    note.span ? { message: { text: note.message }, physicalLocation: placeOf(note.span) } : [],
  )
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: {
      text: [message, ...notes.filter((note) => !note.span).map((note) => note.message), hint ?? []]
        .flat()
        .join('\n'),
    },
    locations: [{ physicalLocation: span ? placeOf(span) : { artifactLocation: { uri: uriOf(path) } } }],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...(fix.length > 0 ? { fixes: [{ artifactChanges: changesOf(fix) }] } : {}),
  }
}

function changesOf(fix: readonly Replacement[]) {
  return fix.map(({ span, text }) => ({
    artifactLocation: { uri: uriOf(span.source.path) },
    replacements: [{ deletedRegion: regionOf(span), insertedContent: { text } }],
  }))
}

function placeOf(span: Span) {
  return { artifactLocation: { uri: uriOf(span.source.path) }, region: regionOf(span) }
}

function regionOf({ source, start, end }: Span) {
  const [from, to] = [positionAt(source, start), positionAt(source, end)]
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
}

/** Paths are relative to the working folder, and so are the addresses made of them. */
function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
