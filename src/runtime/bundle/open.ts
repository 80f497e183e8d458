import { createHash } from 'node:crypto'
import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import { compareFormat, newerThan, UPGRADE } from '../../core/stored-format.ts'
import { version } from '../../core/version.ts'
import { BUNDLE_FORMAT, bundleShape } from '../../model/bundle.ts'
import { describeFault, formatPath } from '../../model/fault.ts'
import { createValidator } from '../../model/validator.ts'
import { GRADER_VERSION } from '../grader/version.ts'
import { indexBundle, type OpenBundle } from './opened.ts'
import { ENDING, ENDING_CHARACTERS } from './written.ts'

export type OpenResult =
  | { readonly status: 'ok'; readonly bundle: OpenBundle }
  | { readonly status: 'refused'; readonly reason: string; readonly hint: string | null }

const validateBundle = createValidator(bundleShape, 'strict')

/** Reads a bundle's text. Nothing of it is used before its format, shape and hash have been checked. */
export function openBundle(text: string): OpenResult {
  const value = parseJson(text)
  if (value === undefined) return refused('It is not JSON', 'Compile the corpus again')
  const format = typeof value === 'object' && value !== null ? Reflect.get(value, 'format') : undefined
  const age = compareFormat(format, BUNDLE_FORMAT)
  if (age === null)
    return refused('It is not a reviewgym bundle', 'Name a file that `reviewgym compile` wrote')
  if (age === 'newer') return refused(newerThan(format, BUNDLE_FORMAT, version), UPGRADE)
  const checked = validateBundle(upgradedBundle(value))
  if (!checked.ok) {
    const [fault] = checked.faults
    const detail = fault ? ` (${formatPath(fault.path, 'bundle')}: ${describeFault(fault)})` : ''
    return refused(`Its shape is wrong${detail}`, 'Compile the corpus again')
  }
  const { sha256: claimed, ...content } = checked.value
  // The hash is that of the file as it was written, and goes on naming it.
  const actual = spelledHash(text) === claimed ? claimed : sha256(canonicalJson({ ...content, format }))
  if (actual !== claimed)
    return refused(
      `Its content has the hash ${actual}, not ${claimed}`,
      'It was changed after compiling: compile again',
    )
  if (content.grader !== GRADER_VERSION)
    return refused(
      `It was compiled for grading rules ${content.grader}, and this version has ${GRADER_VERSION}`,
      'Compile the corpus again',
    )
  return indexed(checked.value)
}

/**
 * The hash of what stands in the text, its own hash apart: that of the canonical JSON where the text is spelled so, as
 * every bundle is that nobody has touched. To spell a large one anew takes longer than all else.
 */
function spelledHash(text: string): string | null {
  const [ending] = ENDING.exec(text.slice(-ENDING_CHARACTERS)) ?? []
  if (ending === undefined) return null
  return createHash('sha256').update(text.slice(0, -ending.length)).update('}').digest('hex')
}

/** A bundle of an older format in the current one: format 1 is format 2 without changes under review. */
export function upgradedBundle(value: unknown): unknown {
  return { ...Object(value), format: BUNDLE_FORMAT }
}

function indexed(value: Parameters<typeof indexBundle>[0]): OpenResult {
  try {
    return { status: 'ok', bundle: indexBundle(value) }
  } catch (cause) {
    return refused(cause instanceof Error ? cause.message : String(cause), 'Compile the corpus again')
  }
}

function refused(reason: string, hint: string | null): OpenResult {
  return { status: 'refused', reason, hint }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
