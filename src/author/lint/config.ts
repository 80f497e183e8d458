import type { Diagnostic, Severity } from '../../core/diagnostic.ts'
import type { Outcome } from '../../core/outcome.ts'
import { object, optional, word } from '../../model/shape.ts'
import { createValidator } from '../../model/validator.ts'
import { type Node, toJson } from '../syntax/tree.ts'
import { faultsIn } from '../task/validate.ts'
import { rules } from './rules.ts'

/** What a corpus may set for itself. */
export const configShape = object('Settings of a corpus, at its root.', {
  lint: optional(
    object(
      'How grave each rule is here.',
      Object.fromEntries(
        rules.map(({ name, severity, summary }) => [
          name,
          optional(word(`${summary} Default: ${severity}.`, ['off', 'info', 'warning', 'error'])),
        ]),
      ),
    ),
  ),
})

/** Which severity each rule has; null where it is off. */
export type Severities = ReadonlyMap<string, Severity | null>

const validate = createValidator(configShape, 'strict')

/**
 * The severities that a configuration sets; the usual ones for all that it leaves out, and where there is none or a
 * broken one.
 */
export function readSeverities(config: Outcome<Node> | null): {
  readonly severities: Severities
  readonly diagnostics: readonly Diagnostic[]
} {
  const severities = new Map<string, Severity | null>(rules.map(({ name, severity }) => [name, severity]))
  const { value: root = null, diagnostics = [] } = config ?? {}
  if (!root) return { severities, diagnostics }
  const checked = validate(toJson(root))
  if (!checked.ok) return { severities, diagnostics: [...diagnostics, ...faultsIn(root, checked.faults)] }
  for (const [name, severity] of Object.entries(checked.value.lint ?? {}))
    if (severity !== undefined) severities.set(name, severity === 'off' ? null : severity)
  return { severities, diagnostics }
}
