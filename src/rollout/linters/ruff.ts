import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs'
import { pythonWorld } from '../../model/python-world.ts'
import type { Linter } from './linter.ts'
import { ruffRules } from './ruff-rules.ts'
import { readRuleTable } from './rule-kinds.ts'

/** What ruff's WebAssembly build answers with, as far as it is read here. Rows and columns are 1-based. */
interface Found {
  readonly code: string | null
  readonly message: string
  readonly start_location: { readonly row: number; readonly column: number }
  readonly end_location: { readonly row: number }
}

/** *Use of assert*: what a test is made of, so that everybody switches it off there. */
const ASSERTED = 'S101'
const TEST_FILE = /^tests?\//

export function openRuff(): Linter {
  const kinds = readRuleTable(ruffRules)
  const version = `py${pythonWorld.version.replace('.', '')}`
  const settings = { 'target-version': version, lint: { select: kinds.rules } }
  const workspace = new Workspace(settings, PositionEncoding.Utf16)
  return {
    kinds,
    lint: (files) =>
      files
        .filter(({ role }) => role === 'review')
        .flatMap(({ path, code }) => {
          // Comments must not switch a rule off.
          const found = workspace.check(code.replaceAll(/noqa|ruff/gi, 'xxxx')) as readonly Found[]
          const said = found.filter(({ code: rule }) => rule !== ASSERTED || !TEST_FILE.test(path))
          return said.sort(byPlace).map(({ code: rule, message, start_location, end_location }) => ({
            file: path,
            lines: [start_location.row, end_location.row] as const,
            rule: rule ?? 'syntax-error',
            message,
          }))
        }),
  }
}

/** Ruff answers rule by rule. */
function byPlace({ start_location: a }: Found, { start_location: b }: Found): number {
  return a.row - b.row || a.column - b.column
}
