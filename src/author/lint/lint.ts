import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Task } from '../task/task.ts'
import type { LintRule } from './rule.ts'
import { noAmbiguousAccept } from './rules/no-ambiguous-accept.ts'
import { noDecoyNearItem } from './rules/no-decoy-near-item.ts'
import { noEasyGuess } from './rules/no-easy-guess.ts'
import { noMatchingReject } from './rules/no-matching-reject.ts'
import { noNeedlessGroup } from './rules/no-needless-group.ts'
import { noOverlappingKinds } from './rules/no-overlapping-kinds.ts'
import { noSeverityContradiction } from './rules/no-severity-contradiction.ts'
import { noVisibleEvidence } from './rules/no-visible-evidence.ts'
import { noWideAnchor } from './rules/no-wide-anchor.ts'
import { requireDenial } from './rules/require-denial.ts'
import { requireEvidence } from './rules/require-evidence.ts'
import { requireMatchingAccepts } from './rules/require-matching-accepts.ts'
import { requireRemedyExample } from './rules/require-remedy-example.ts'
import { requireSmallScopes } from './rules/require-small-scopes.ts'
import { requireTrueExamples } from './rules/require-true-examples.ts'
import { readRubric } from './task-rubric.ts'

/** Every rule, in the order of the documentation. */
export const rules: readonly LintRule[] = [
  noOverlappingKinds,
  noDecoyNearItem,
  noWideAnchor,
  requireEvidence,
  requireSmallScopes,
  noEasyGuess,
  requireTrueExamples,
  requireMatchingAccepts,
  noAmbiguousAccept,
  noMatchingReject,
  requireDenial,
  noNeedlessGroup,
  noVisibleEvidence,
  requireRemedyExample,
  noSeverityContradiction,
]

/** What the rules say about one task. */
export function lintTask(task: Task): readonly Diagnostic[] {
  const rubric = readRubric(task)
  return rules.flatMap((rule) =>
    [...rule.check(task, rubric)].map(({ span, message, notes = [], hint = null }) =>
      diagnosticAt(`lint/${rule.name}`, span, message, { severity: rule.severity, notes, hint }),
    ),
  )
}
