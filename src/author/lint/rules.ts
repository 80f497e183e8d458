import type { CorpusRule, LintRule, RuleHeader } from './rule.ts'
import { noAmbiguousAccept } from './rules/no-ambiguous-accept.ts'
import { noAny } from './rules/no-any.ts'
import { noCleanSurplus } from './rules/no-clean-surplus.ts'
import { noCommonWord } from './rules/no-common-word.ts'
import { noCrampedScopes } from './rules/no-cramped-scopes.ts'
import { noDecoyNearItem } from './rules/no-decoy-near-item.ts'
import { noDefectOutsideChange } from './rules/no-defect-outside-change.ts'
import { noEasyGuess } from './rules/no-easy-guess.ts'
import { noEmptyChange } from './rules/no-empty-change.ts'
import { noFalseRedundant } from './rules/no-false-redundant.ts'
import { noFixInBase } from './rules/no-fix-in-base.ts'
import { noJoinedName } from './rules/no-joined-name.ts'
import { noLineNumber } from './rules/no-line-number.ts'
import { noLopsidedSeverities } from './rules/no-lopsided-severities.ts'
import { noMatchingReject } from './rules/no-matching-reject.ts'
import { noNeedlessGroup } from './rules/no-needless-group.ts'
import { noOverlappingKinds } from './rules/no-overlapping-kinds.ts'
import { noRepeatedExample } from './rules/no-repeated-example.ts'
import { noScalarTrap } from './rules/no-scalar-trap.ts'
import { noSeverityContradiction } from './rules/no-severity-contradiction.ts'
import { noSimilarTask } from './rules/no-similar-task.ts'
import { noTameDecoy } from './rules/no-tame-decoy.ts'
import { noTellingHint } from './rules/no-telling-hint.ts'
import { noTellingName } from './rules/no-telling-name.ts'
import { noTellingWord } from './rules/no-telling-word.ts'
import { noUnreachableConcept } from './rules/no-unreachable-concept.ts'
import { noUnusedConcept } from './rules/no-unused-concept.ts'
import { noUnusedExport } from './rules/no-unused-export.ts'
import { noUnusedPack } from './rules/no-unused-pack.ts'
import { noVisibleEvidence } from './rules/no-visible-evidence.ts'
import { noVisibleWord } from './rules/no-visible-word.ts'
import { noWideAnchor } from './rules/no-wide-anchor.ts'
import { requireCanary } from './rules/require-canary.ts'
import { requireClearWhy } from './rules/require-clear-why.ts'
import { requireDenial } from './rules/require-denial.ts'
import { requireEvidence } from './rules/require-evidence.ts'
import { requireMatchingAccepts } from './rules/require-matching-accepts.ts'
import { requireRemedyExample } from './rules/require-remedy-example.ts'
import { requireRivalReject } from './rules/require-rival-reject.ts'
import { requireSmallScopes } from './rules/require-small-scopes.ts'
import { requireTrueExamples } from './rules/require-true-examples.ts'

/** The rules about one task, in the order of the documentation. */
export const taskRules: readonly LintRule[] = [
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
  noTellingWord,
  noTellingName,
  noTellingHint,
  noVisibleWord,
  noUnreachableConcept,
  noJoinedName,
  noUnusedConcept,
  noUnusedPack,
  noTameDecoy,
  noLopsidedSeverities,
  noCrampedScopes,
  noAny,
  noUnusedExport,
  requireClearWhy,
  noLineNumber,
  noRepeatedExample,
  noFalseRedundant,
  requireRivalReject,
  noScalarTrap,
  requireCanary,
  noEmptyChange,
  noDefectOutsideChange,
  noFixInBase,
]

/** The rules about the tasks of a corpus beside each other. */
export const corpusRules: readonly CorpusRule[] = [noCleanSurplus, noSimilarTask, noCommonWord]

/** The rules about comments that suppress others; they cannot be suppressed. */
const suppressionRules: readonly RuleHeader[] = [
  {
    name: 'no-unused-suppression',
    severity: 'warning',
    summary: 'A comment that suppresses a rule stands where the rule has something to report.',
  },
  {
    name: 'no-unknown-suppression',
    severity: 'error',
    summary: 'A comment that suppresses a rule names one that there is.',
  },
  {
    name: 'require-suppression-reason',
    severity: 'error',
    summary: 'A comment that suppresses a rule says why the rule is wrong there.',
  },
]

/** Every rule, by which a corpus can set it. */
export const rules: readonly RuleHeader[] = [...taskRules, ...corpusRules, ...suppressionRules]
