import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { closest } from '../../core/suggestion.ts'
import type { MapEntry, Node } from '../syntax/tree.ts'

/** The special values of the call language, beside `{$: name}`. */
const specialValues = ['$undefined', '$number', '$date', '$bytes', '$map', '$set'] as const

/** Checks a value of the call language, and all that is in it; `objects` are the names that it may refer to. */
export function checkValue(node: Node, objects: readonly string[]): readonly Diagnostic[] {
  switch (node.kind) {
    case 'scalar':
      return []
    case 'list':
      return node.items.flatMap((item) => checkValue(item, objects))
    case 'map': {
      const [entry, another] = node.entries
      return entry?.key.startsWith('$') && another === undefined
        ? checkSpecial(entry, objects)
        : node.entries.flatMap(({ value }) => checkValue(value, objects))
    }
  }
}

function checkSpecial({ key, keySpan, value }: MapEntry, objects: readonly string[]): readonly Diagnostic[] {
  if (key === '$') return checkReference(value, objects)
  if (specialValues.some((name) => name === key)) return checkValue(value, objects)
  const guess = closest(key, specialValues)
  const hint =
    guess === null
      ? `There are: ${['$', ...specialValues].map((name) => `\`${name}\``).join(', ')}`
      : `Did you mean \`${guess}\`?`
  return [diagnosticAt('check/unknown-reference', keySpan, `There is no special value \`${key}\``, { hint })]
}

function checkReference(node: Node, objects: readonly string[]): readonly Diagnostic[] {
  const name = node.kind === 'scalar' ? String(node.value) : null
  if (name !== null && objects.includes(name)) return []
  const guess = name === null ? null : closest(name, objects)
  return [
    diagnosticAt(
      'check/unknown-reference',
      node.span,
      name === null ? '`$` needs the name of a fixture' : `There is no fixture or earlier result \`${name}\``,
      {
        hint:
          guess === null
            ? 'Declare it under `fixtures`, or name an earlier result with `as`'
            : `Did you mean \`${guess}\`?`,
      },
    ),
  ]
}
