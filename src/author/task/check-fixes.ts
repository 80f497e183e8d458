import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { SyntaxFault } from '../language/language.ts'
import { type ComposedFile, composeVariant } from './compose.ts'
import type { Edit, Task } from './task.ts'

/** Each fix must leave code that parses; where it does not, the cause is the fix, wherever the parser stumbles. */
export function checkFixes(task: Task): readonly Diagnostic[] {
  return task.items.flatMap(({ spec, edits }) => {
    const others = task.items.flatMap((item) => (item.spec.id === spec.id ? [] : item.spec.id))
    return composeVariant(task, new Set(others)).flatMap((file) => {
      const own = edits.filter(({ path }) => path === file.path)
      const [fault] = own.length > 0 ? task.language.outline(file.path, file.text).faults : []
      return fault ? brokenFix(file, own, fault) : []
    })
  })
}

function brokenFix(file: ComposedFile, edits: readonly Edit[], fault: SyntaxFault): Diagnostic {
  const range = { start: fault.start, end: Math.max(fault.end, fault.start + 1) }
  const place = file.origin(range)
  const replacements = edits.map(({ replacement: { text, spanAt } }) => spanAt(0, text.length))
  const isInside = replacements.some(({ start, end }) => start <= place.start && place.end <= end)
  const message = `With this fix the code does not parse: ${fault.message}`
  const [replacement] = replacements
  return isInside || !replacement
    ? diagnosticAt('check/syntax-error', place, message)
    : diagnosticAt('check/syntax-error', replacement, message, {
        notes: [{ message: 'The parser stops here', span: place }],
      })
}
