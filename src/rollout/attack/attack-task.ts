import type { FeedbackLevel, Policy } from '../../model/policy.ts'
import { deliveries, effectiveDelivery, feedbackLevels, profileNames } from '../../model/policy.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import { unitsToNumber } from '../../runtime/grader/assess.ts'
import type { Exploit } from './exploit.ts'
import { type Figure, figureOf, type RowGroup, type RowScores } from './figures.ts'
import { Ledgers, type Payment } from './payment.ts'
import { playCheat, startExploit } from './play.ts'

/** How a task is attacked. */
export interface Plan {
  readonly exploits: readonly Exploit[]
  /** Levels at which exploits that heed feedback play; bounds hold up to `coverage`. */
  readonly levels: readonly FeedbackLevel[]
  /** Episodes a row for exploits that play by chance. */
  readonly seeds: number
}

/** A bound that a task breaks, and what paid. */
export interface Breach {
  readonly task: string
  readonly figure: Figure
  readonly payment: Payment
}

/** All that a task lets exploits earn. */
export interface TaskAttack {
  readonly task: string
  readonly figures: readonly Figure[]
  readonly breaches: readonly Breach[]
}

/** Plays every exploit on every row of a task that its bound is about. Same rows, same plan, same figures. */
export function attackTask(rows: readonly Row[], plan: Plan): TaskAttack {
  const task = rows[0]?.task.id ?? ''
  const attacked = plan.exploits.flatMap((exploit) =>
    settingsOf(exploit, plan.levels).flatMap((policy) => attackUnder(rows, exploit, policy, plan.seeds)),
  )
  return {
    task,
    figures: attacked.map(({ figure }) => figure),
    breaches: attacked.flatMap(({ figure, payment }) =>
      figure.verdict === 'broken' ? { task, figure, payment } : [],
    ),
  }
}

/** What an exploit plays under: one setting a profile if feedback means nothing to it, else every one that differs. */
export function settingsOf({ feedback }: Exploit, levels: readonly FeedbackLevel[]): readonly Policy[] {
  return profileNames.flatMap((profile) => {
    if (feedback === 'ignored') return [{ feedback: 'coverage', delivery: 'dense', profile } as const]
    return levels.flatMap((level) =>
      deliveries
        .filter((delivery) => effectiveDelivery({ feedback: level, delivery }) === delivery)
        .map((delivery) => ({ feedback: level, delivery, profile })),
    )
  })
}

function attackUnder(rows: readonly Row[], exploit: Exploit, policy: Policy, seeds: number) {
  const groups: readonly RowGroup[] = ['defective', 'clean']
  return groups.flatMap((group) => {
    const ledgers = new Ledgers()
    const played = rows
      .filter(({ rubric }) => (rubric.items.length === 0) === (group === 'clean'))
      .flatMap((row): readonly RowScores[] => {
        const bound = exploit.bound(row, policy, rows)
        if (bound === null) return []
        const scores = Array.from({ length: exploit.chance === 'drawn' ? seeds : 1 }, (_, seed) => {
          const result = playCheat(row, policy, startExploit(exploit, row, rows, policy, seed))
          ledgers.add(row, result)
          return unitsToNumber(result.score)
        })
        return [{ scores, bound }]
      })
    const [first] = rows
    if (played.length === 0 || !first) return []
    const told = exploit.feedback === 'heeded'
    const key = {
      exploit: exploit.name,
      rows: group,
      profile: policy.profile,
      feedback: told ? policy.feedback : null,
      delivery: told ? policy.delivery : null,
    }
    const figure = figureOf(key, played, isBounded(policy))
    return [{ figure, payment: ledgers.most(first) }]
  })
}

function isBounded({ feedback }: Policy): boolean {
  return feedbackLevels.indexOf(feedback) <= feedbackLevels.indexOf('coverage')
}
