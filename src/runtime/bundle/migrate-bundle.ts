import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import { BUNDLE_FORMAT } from '../../model/bundle.ts'
import { type OpenResult, openBundle, upgradedBundle } from './open.ts'

export type MigrateResult =
  | { readonly status: 'current' }
  | { readonly status: 'migrated'; readonly text: string }
  | Extract<OpenResult, { status: 'refused' }>

/** A bundle's text in the current format, under a new hash; nothing is migrated that cannot be read. */
export function migrateBundle(text: string): MigrateResult {
  const opened = openBundle(text)
  if (opened.status === 'refused') return opened
  const value: Readonly<Record<string, unknown>> = JSON.parse(text)
  if (value.format === BUNDLE_FORMAT) return { status: 'current' }
  const { sha256: _, ...whole } = Object(upgradedBundle(value))
  return {
    status: 'migrated',
    text: `${canonicalJson({ ...whole, sha256: sha256(canonicalJson(whole)) })}\n`,
  }
}
