import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { closest } from '../../core/suggestion.ts'
import type { MapEntry, Node } from '../syntax/tree.ts'
import { specialValues } from './special-values.ts'

/**
 * Checks a value of the call language, and all that is in it; `objects` are the names that it may refer to, null in an
 * outcome.
 */
export function checkValue(node: Node, objects: readonly string[] | null): readonly Diagnostic[] {
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

/** Checks an outcome that is stated: a value that something can equal. */
export function checkOutcome(node: Node): readonly Diagnostic[] {
  return checkValue(node, null)
}

/** What stands for something that only exists inside a run. */
const WITHOUT_EQUAL = ['$', '$opaque']

function checkSpecial(
  { key, keySpan, value }: MapEntry,
  objects: readonly string[] | null,
): readonly Diagnostic[] {
  if (objects === null && WITHOUT_EQUAL.includes(key))
    return [
      diagnosticAt('check/special-value', keySpan, `Nothing equals \`${key}\` in an outcome`, {
        hint: 'State a value; a function, a promise or a circle has none, so let the program give something else',
      }),
    ]
  if (key === '$') return checkReference(value, objects ?? [])
  const special = Object.hasOwn(specialValues, key) ? specialValues[key] : undefined
  if (special === undefined) return unknownSpecial(key, keySpan)
  const wrong = special.wrong(value)
  if (wrong === null) return special.inner(value).flatMap((inner) => checkValue(inner, objects))
  return [
    diagnosticAt('check/special-value', value.span, `\`${key}\` needs ${wrong.needs}`, { hint: wrong.hint }),
  ]
}

function unknownSpecial(key: string, span: MapEntry['keySpan']): readonly Diagnostic[] {
  const names = Object.keys(specialValues)
  const guess = closest(key, names)
  const hint =
    guess === null
      ? `There are: ${['$', ...names].map((name) => `\`${name}\``).join(', ')}`
      : `Did you mean \`${guess}\`?`
  const message = `There is no special value \`${key}\``
  return [diagnosticAt('check/unknown-reference', span, message, { hint })]
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
