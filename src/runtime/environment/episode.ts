import type { Action } from '../../model/action.ts'
import type { Finding } from '../../model/finding.ts'
import type { Ledger, LedgerEntry } from '../../model/ledger.ts'
import { limits } from '../../model/limits.ts'
import type { OwnPatch, PastAction } from '../../model/observation.ts'
import type { Policy } from '../../model/policy.ts'
import type { ProfileName } from '../../model/policy-words.ts'
import { nothingRan, type PatchVerdict, type Verdicts } from '../../model/verdict.ts'
import type { Row } from '../bundle/opened.ts'
import { type Assessment, assess, UNIT, unitsToNumber } from '../grader/assess.ts'
import { gradeFindings } from '../grader/grade.ts'
import { asksForRunning, impossibility } from './impossibility.ts'

/** One episode as a value: a step makes the next one and leaves this one as it is. */
export interface Episode {
  readonly row: Row
  readonly policy: Policy
  readonly ignored: readonly string[]
  readonly submitted: readonly Finding[]
  readonly patches: readonly OwnPatch[]
  readonly history: readonly PastAction[]
  readonly ledger: Ledger
  readonly assessment: Assessment
  /** Units of reward paid so far. */
  readonly paid: number
  /** How often what the agent wanted run broke the sandbox. */
  readonly breaks: number
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
  return {
    row,
    policy,
    ignored,
    submitted: [],
    patches: [],
    history: [],
    ledger: [],
    assessment,
    paid: 0,
    breaks: 0,
    done: false,
  }
}

/** Whether something must be run before this action can be played. */
export function needsRunning(episode: Episode, action: Action): boolean {
  return !episode.done && asksForRunning(action) && impossibility(episode, action) === null
}

/**
 * Plays one action. Every action counts as a step, an impossible one too; it then leaves the score alone and the
 * turn says why. The rewards of all steps add up to the final score exactly. `verdicts` is what running showed of the
 * action, where it {@link needsRunning}.
 */
export function stepEpisode(episode: Episode, action: Action, verdicts: Verdicts = nothingRan): Turn {
  if (episode.done) return { episode, reward: 0, problem: 'The episode is over: reset starts another one' }
  const step = episode.history.length + 1
  const problem = impossibility(episode, action)
  const played = problem === null ? playAction(episode, action, verdicts, step) : impossible(problem, step)
  const { ledger, assessment, done } = settle(
    episode.row,
    episode.policy.profile,
    [...episode.ledger, ...played.entries],
    step,
  )
  const due = episode.policy.delivery === 'dense' || done ? assessment.total : episode.paid
  const findings = action.operation === 'submit_findings' ? action.findings.length : 0
  const next: Episode = {
    ...episode,
    submitted: [...episode.submitted, ...played.findings],
    patches: [...episode.patches, ...played.patches],
    history: [...episode.history, { step, operation: action.operation, findings, problem: played.problem }],
    ledger,
    assessment,
    paid: due,
    done,
  }
  return { episode: next, reward: unitsToNumber(due - episode.paid), problem: played.problem }
}

/** The episode after a run that broke: as it was, but for the count of such runs. */
export function afterBreak(episode: Episode): Episode {
  return { ...episode, breaks: episode.breaks + 1 }
}

/** An action ends the episode by finalizing it, at the last step, or when the score has reached its floor. */
export function settle({ rubric }: Row, profile: ProfileName, played: Ledger, step: number) {
  const assessment = assess(rubric, played, profile)
  const isFinalized = played.some(({ entry }) => entry === 'finalize')
  if (isFinalized) return { ledger: played, assessment, done: true }
  if (step < limits.steps && assessment.total > -UNIT) return { ledger: played, assessment, done: false }
  const ledger: Ledger = [...played, { entry: 'end', step }]
  return { ledger, assessment: assess(rubric, ledger, profile), done: true }
}

/** The score in [-1, 1]: the sum of all rewards once the episode is done. */
export function scoreOf(episode: Episode): number {
  return unitsToNumber(episode.assessment.total)
}

/** What an action adds to an episode. */
interface Played {
  readonly entries: readonly LedgerEntry[]
  readonly findings: readonly Finding[]
  readonly patches: readonly OwnPatch[]
  readonly problem: string | null
}

const nothing = { entries: [], findings: [], patches: [], problem: null }

function impossible(problem: string, step: number): Played {
  return { ...nothing, entries: [{ entry: 'refused', step, problem }], problem }
}

function playAction(episode: Episode, action: Action, verdicts: Verdicts, step: number): Played {
  switch (action.operation) {
    case 'submit_findings': {
      const { findings } = action
      if (asksForRunning(action) && verdicts.witnesses.length !== findings.length)
        throw new Error('Witnesses that nobody has run')
      const { rubric } = episode.row
      const entries = gradeFindings(rubric, episode.ledger, findings, step, verdicts.witnesses)
      return { ...nothing, entries, findings }
    }
    case 'submit_patch':
      if (verdicts.patch === null) throw new Error('A patch that nobody has run')
      return playPatch(episode, verdicts.patch, step)
    case 'request_hint':
      return { ...nothing, entries: [{ entry: 'hint', step }] }
    case 'finalize':
      return { ...nothing, entries: [{ entry: 'finalize', step }] }
  }
}

/** A patch that loads and exports what it should is taken; whether it holds is not said. */
function playPatch({ patches }: Episode, { verdict, problem, fixed }: PatchVerdict, step: number): Played {
  const index = patches.length
  const told = problem === null ? null : `The patch ${patchFaults[verdict]}: ${problem}`
  return {
    ...nothing,
    entries: [{ entry: 'patch', step, index, verdict, fixed }],
    patches: [{ index, step, status: told === null ? 'taken' : 'refused', problem: told }],
    problem: told,
  }
}

const patchFaults: Readonly<Record<PatchVerdict['verdict'], string>> = {
  accepted: '',
  'fails-tests': '',
  unloadable: 'does not load',
  'changes-api': 'changes what the files export',
}
