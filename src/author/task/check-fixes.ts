import type { DiagnosticCode } from '../../core/codes.ts'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Range } from '../language/language.ts'
import { type ComposedFile, composeVariant } from './compose.ts'
import type { Edit, Task } from './task.ts'

/** What a fix did to a file, and where the reader of the file stumbles over it. */
interface Damage {
  readonly code: DiagnosticCode
  readonly range: Range
  readonly message: string
  readonly hint: string | null
  readonly note: string
}

/**
 * Each fix must leave code that parses and names what there is; where it does not, the cause is the fix, wherever the
 * parser stumbles.
 */
export function checkFixes(task: Task): readonly Diagnostic[] {
  return task.items.flatMap(({ spec, edits }) => {
    const others = task.items.flatMap((item) => (item.spec.id === spec.id ? [] : item.spec.id))
    return composeVariant(task, new Set(others)).flatMap((file) => {
      const own = edits.filter(({ path }) => path === file.path)
      return own.length > 0 ? damages(task, file).map((damage) => brokenFix(file, own, damage)) : []
    })
  })
}

function damages({ language }: Task, { path, text }: ComposedFile): readonly Damage[] {
  const { faults, undefinedNames } = language.outline(path, text)
  const [fault] = faults
  if (fault)
    return [
      {
        code: 'check/syntax-error',
        range: fault,
        message: `With this fix the code does not parse: ${fault.message}`,
        hint: null,
        note: 'The parser stops here',
      },
    ]
  return undefinedNames.map(({ name, meant, ...range }) => ({
    code: 'check/unknown-reference',
    range,
    message: `With this fix nothing defines \`${name}\``,
    hint: meant === null ? null : `Did you mean \`${meant}\`?`,
    note: 'It is used here',
  }))
}

function brokenFix(
  file: ComposedFile,
  edits: readonly Edit[],
  { code, range, message, hint, note }: Damage,
): Diagnostic {
  const place = file.origin({ start: range.start, end: Math.max(range.end, range.start + 1) })
  const replacements = edits.map(({ replacement: { text, spanAt } }) => spanAt(0, text.length))
  const isInside = replacements.some(({ start, end }) => start <= place.start && place.end <= end)
  const [replacement] = replacements
  return isInside || !replacement
    ? diagnosticAt(code, place, message, { hint })
    : diagnosticAt(code, replacement, message, { notes: [{ message: note, span: place }], hint })
}
