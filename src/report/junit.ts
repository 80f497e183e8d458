import type { Diagnostic } from '../core/diagnostic.ts'
import { positionAt } from '../core/source.ts'
import { formatPretty } from './pretty.ts'
import { plain } from './style.ts'

/** What XML 1.0 has no way to write. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/**
 * Diagnostics as a JUnit report: a suite for each file, a case for each diagnostic. Errors are failures; of the rest a
 * case has only the text, for JUnit knows no warnings.
 */
export function formatJunit(diagnostics: readonly Diagnostic[]): string {
  const paths = [...new Set(diagnostics.map(({ path }) => path))]
  const suites = paths.map((path) =>
    suiteOf(
      path,
      diagnostics.filter((one) => one.path === path),
    ),
  )
  const shown = suites.length > 0 ? suites : [suiteOf('reviewgym', [])]
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const tests = Math.max(1, diagnostics.length)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="reviewgym" tests="${tests}" failures="${errors}">\n${shown.join('')}</testsuites>\n`
}

function suiteOf(name: string, diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const cases =
    diagnostics.length > 0
      ? diagnostics.map(caseOf)
      : ['    <testcase classname="reviewgym" name="no problems"/>\n']
  return `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${errors}">\n${cases.join('')}  </testsuite>\n`
}

function caseOf(diagnostic: Diagnostic): string {
  const { code, severity, message, path, span } = diagnostic
  const from = span && positionAt(span.source, span.start)
  const name = from ? `${code} (${from.line}:${from.column})` : code
  const text = xml(formatPretty(diagnostic, plain))
  const body =
    severity === 'error'
      ? `<failure type="${code}" message="${xml(message)}">${text}</failure>`
      : `<system-out>${text}</system-out>`
  return `    <testcase classname="${xml(path)}" name="${xml(name)}">${body}</testcase>\n`
}

function xml(text: string): string {
  return text.replace(UNWRITABLE, '\ufffd').replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}
