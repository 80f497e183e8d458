import { decodeAction } from '../../model/action.ts'
import type { Fault } from '../../model/fault.ts'
import { type Finding, findingShape } from '../../model/finding.ts'
import type { FindingClass } from '../../model/ledger.ts'
import { limits } from '../../model/limits.ts'
import { defaultPolicies } from '../../model/policy.ts'
import type { ProfileName } from '../../model/policy-words.ts'
import { list } from '../../model/shape.ts'
import { createValidator } from '../../model/validator.ts'
import type { Row } from '../bundle/opened.ts'
import { componentNumbers, unitsToNumber } from '../grader/assess.ts'
import { PERFECT } from '../grader/quality.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { scoreOf, startEpisode, stepEpisode } from './episode.ts'
import { type Patience, prepareTurn } from './prepare.ts'

export interface ReviewResult {
  /** The findings as they were read. */
  readonly review: readonly Finding[]
  readonly task_id: string
  readonly variant: string
  readonly profile: ProfileName
  readonly findings: readonly {
    readonly index: number
    readonly class: FindingClass
    readonly item: string | null
    /** In [0, 1]. */
    readonly quality: number
  }[]
  readonly components: Readonly<Record<string, number>>
  readonly score: number
  readonly maximum: number
}

const validateReview = createValidator(list('A review.', findingShape, { maxItems: limits.findings }), 'lax')

/** Plays a whole review as an episode would: submitted in batches, then finalized. Witnesses are run, with this patience for each batch. */
export async function playReview(
  sandbox: Sandbox,
  row: Row,
  profile: ProfileName,
  review: unknown,
  patience: Patience = {},
): Promise<ReviewResult | { readonly faults: readonly Fault[] }> {
  const checked = validateReview(review)
  if (!checked.ok) return { faults: checked.faults }
  let episode = startEpisode(row, { ...defaultPolicies[row.task.split], profile }, [])
  for (let at = 0; at < checked.value.length; at += limits.batch) {
    const findings = checked.value.slice(at, at + limits.batch)
    const action = decodeAction({ operation: 'submit_findings', findings })
    if ('faults' in action) return action
    const refused = (message: string) => ({
      faults: [{ path: [], input: findings, kind: 'refused' as const, message }],
    })
    const ran = await prepareTurn(sandbox, episode, action, patience)
    if ('failed' in ran) return refused(ran.trouble ?? ran.failed)
    const turn = stepEpisode(episode, action, ran)
    if (turn.problem !== null) return refused(turn.problem)
    episode = turn.episode
  }
  episode = stepEpisode(episode, { operation: 'finalize' }).episode
  return {
    review: checked.value,
    task_id: row.task.id,
    variant: row.rubric.variant,
    profile,
    findings: episode.ledger
      .filter((entry) => entry.entry === 'finding')
      .map(({ index, class: name, item, quality }) => ({
        index,
        class: name,
        item,
        quality: quality / PERFECT,
      })),
    components: componentNumbers(episode.assessment),
    score: scoreOf(episode),
    maximum: unitsToNumber(row.rubric.maximum[profile]),
  }
}
