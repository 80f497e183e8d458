import type { Action } from '../../model/action.ts'
import type { Finding } from '../../model/finding.ts'
import type { Ledger, LedgerEntry } from '../../model/ledger.ts'
import { limits } from '../../model/limits.ts'
import type { PastAction } from '../../model/observation.ts'
import type { Policy } from '../../model/policy.ts'
import type { Row } from '../bundle/opened.ts'
import { type Assessment, assess, UNIT, unitsToNumber } from '../grader/assess.ts'
import { gradeFindings } from '../grader/grade.ts'
import { impossibility } from './impossibility.ts'

/** One episode as a value: a step makes the next one and leaves this one as it is. */
export interface Episode {
  readonly row: Row
  readonly policy: Policy
  readonly ignored: readonly string[]
  readonly submitted: readonly Finding[]
  readonly history: readonly PastAction[]
  readonly ledger: Ledger
  readonly assessment: Assessment
  /** Units of reward paid so far. */
  readonly paid: number
  readonly done: boolean
}

export interface Turn {
  readonly episode: Episode
  /** What the step earned, in [-2, 2]. */
  readonly reward: number
  /** Why the action had no effect, or null. */
  readonly problem: string | null
}

export function startEpisode(row: Row, policy: Policy, ignored: readonly string[]): Episode {
  const assessment = assess(row.rubric, [], policy.profile)
  return { row, policy, ignored, submitted: [], history: [], ledger: [], assessment, paid: 0, done: false }
}

/**
 * Plays one action. Every action counts as a step, an impossible one too; it then leaves the score alone and the
 * turn says why. The rewards of all steps add up to the final score exactly.
 */
export function stepEpisode(episode: Episode, action: Action): Turn {
  if (episode.done) return { episode, reward: 0, problem: 'The episode is over: reset starts another one' }
  const step = episode.history.length + 1
  const problem = impossibility(episode, action)
  const added =
    problem === null ? entriesOf(episode, action, step) : [{ entry: 'refused' as const, step, problem }]
  const ledger = [...episode.ledger, ...added]
  const assessment = assess(episode.row.rubric, ledger, episode.policy.profile)
  const done =
    (action.operation === 'finalize' && problem === null) ||
    step >= limits.steps ||
    assessment.total === -UNIT
  const due = episode.policy.delivery === 'dense' || done ? assessment.total : episode.paid
  const findings = action.operation === 'submit_findings' ? action.findings : []
  const next: Episode = {
    ...episode,
    submitted: problem === null ? [...episode.submitted, ...findings] : episode.submitted,
    history: [...episode.history, { step, operation: action.operation, findings: findings.length, problem }],
    ledger,
    assessment,
    paid: due,
    done,
  }
  return { episode: next, reward: unitsToNumber(due - episode.paid), problem }
}

/** The score in [-1, 1]: the sum of all rewards once the episode is done. */
export function scoreOf(episode: Episode): number {
  return unitsToNumber(episode.assessment.total)
}

function entriesOf(episode: Episode, action: Action, step: number): readonly LedgerEntry[] {
  switch (action.operation) {
    case 'submit_findings':
      return gradeFindings(episode.row.rubric, episode.ledger, action.findings, step)
    case 'request_hint':
      return [{ entry: 'hint', step }]
    case 'finalize':
      return [{ entry: 'finalize', step }]
  }
}
