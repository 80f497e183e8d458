import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Task } from '../task/task.ts'
import type { LintRule } from './rule.ts'
import { noDecoyNearItem } from './rules/no-decoy-near-item.ts'
import { noOverlappingKinds } from './rules/no-overlapping-kinds.ts'
import { noWideAnchor } from './rules/no-wide-anchor.ts'

/** Every rule, in the order of the documentation. */
export const rules: readonly LintRule[] = [noOverlappingKinds, noDecoyNearItem, noWideAnchor]

/** What the rules say about one task. */
export function lintTask(task: Task): readonly Diagnostic[] {
  return rules.flatMap((rule) =>
    [...rule.check(task)].map(({ span, message, notes = [], hint = null }) =>
      diagnosticAt(`lint/${rule.name}`, span, message, { severity: rule.severity, notes, hint }),
    ),
  )
}
