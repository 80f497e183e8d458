import type { Policy } from '../../model/policy.ts'
import { effectiveDelivery } from '../../model/policy.ts'
import type { FeedbackLevel, ProfileName } from '../../model/policy-words.ts'
import { deliveries, feedbackLevels, profileNames } from '../../model/policy-words.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import type { Episode } from '../../runtime/environment/episode.ts'
import { unitsToNumber } from '../../runtime/grader/assess.ts'
import { keepingReadings } from '../../runtime/grader/reading.ts'
import type { Exploit } from './exploit.ts'
import { type Figure, figureOf, type RowGroup, type RowScores } from './figures.ts'
import { Ledgers, type Payment } from './payment.ts'
import { playEpisode, pricedUnder, startExploit } from './play.ts'

/** How a task is attacked. */
export interface Plan {
  readonly exploits: readonly Exploit[]
  /** Levels at which exploits that heed feedback play; bounds hold up to `coverage`. */
  readonly levels: readonly FeedbackLevel[]
  /**
   * Episodes a row for exploits that play by chance: half as many where these settle it, ten times as many where all of
   * them leave a bound open.
   */
  readonly seeds: number
}

/** The profile under which episodes are longest: what ends one early costs less than in any other. */
const CHEAPEST: ProfileName = 'learn'

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
  const rubrics = rows.map(({ rubric }) => rubric)
  const attacked = keepingReadings(rubrics, () =>
    plan.exploits.flatMap((exploit) => {
      const episodes = new Episodes(exploit, rows)
      return settingsOf(exploit, plan.levels).flatMap((policy) =>
        attackUnder(rows, exploit, policy, episodes, plan.seeds),
      )
    }),
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

function attackUnder(
  rows: readonly Row[],
  exploit: Exploit,
  policy: Policy,
  episodes: Episodes,
  seeds: number,
) {
  const groups: readonly RowGroup[] = ['defective', 'clean']
  return groups.flatMap((group) => {
    const play = (count: number) => attackGroup(rows, group, exploit, policy, episodes, count)
    if (exploit.chance !== 'drawn') return play(1) ?? []
    const first = play(Math.ceil(seeds / 2))
    if (!first || isSettled(first.figure, group)) return first ?? []
    const all = play(seeds)
    return (all && isOpen(all.figure) ? play(seeds * LONGER) : all) ?? []
  })
}

function attackGroup(
  rows: readonly Row[],
  group: RowGroup,
  exploit: Exploit,
  policy: Policy,
  episodes: Episodes,
  count: number,
) {
  const ledgers = new Ledgers()
  const played = rows
    .filter(({ rubric }) => (rubric.items.length === 0) === (group === 'clean'))
    .flatMap((row): readonly RowScores[] => {
      const bound = exploit.bound(row, policy, rows)
      if (bound === null) return []
      const scores = episodes.of(row, policy, count).map((episode) => {
        const result = pricedUnder(policy.profile, episode)
        ledgers.add(row, result)
        return unitsToNumber(result.score)
      })
      return [{ scores, bound }]
    })
  const [first] = rows
  if (played.length === 0 || !first) return null
  const told = exploit.feedback === 'heeded'
  const key = {
    exploit: exploit.name,
    rows: group,
    profile: policy.profile,
    feedback: told ? policy.feedback : null,
    delivery: told ? policy.delivery : null,
  }
  return { figure: figureOf(key, played, isBounded(policy)), payment: ledgers.most(first) }
}

/** Whether a figure stays within its bound by so much that more episodes would not change it. */
function isSettled({ mean, standard_error, bound, episodes }: Figure, group: RowGroup): boolean {
  if (bound === null) return true
  // What pays now and then is not seen in a handful of episodes; where there is no defect, nothing can pay.
  if (group === 'defective' && episodes < SETTLING_EPISODES) return false
  return mean + SETTLING_ERRORS * standard_error <= bound
}

const SETTLING_EPISODES = 20

/** Twice what the bound itself asks for, since few episodes tell the error itself less exactly. */
const SETTLING_ERRORS = 4

/** Whether a bound seems broken where chance may be all that broke it: such a figure is played longer. */
function isOpen({ verdict, mean, standard_error, bound }: Figure): boolean {
  return verdict === 'broken' && mean - 2 * standard_error <= (bound ?? 0) && standard_error > 0
}

/** So many times the episodes where those of the plan leave a bound open. */
const LONGER = 10

/** An exploit's episodes, each played once for all the settings in which it is told the same. */
class Episodes {
  readonly #exploit: Exploit
  readonly #rows: readonly Row[]
  readonly #played = new Map<string, Episode[]>()

  constructor(exploit: Exploit, rows: readonly Row[]) {
    this.#exploit = exploit
    this.#rows = rows
  }

  /** Those of the first `count` seeds, played under this policy, or under one in which nothing else is told on the way. */
  of(row: Row, policy: Policy, count: number): readonly Episode[] {
    const told = this.#toldUnder(policy)
    const key = `${row.number} ${JSON.stringify(told)}`
    const played = this.#played.get(key) ?? []
    this.#played.set(key, played)
    for (let seed = played.length; seed < count; seed += 1)
      played.push(playEpisode(row, told, startExploit(this.#exploit, row, this.#rows, told, seed)))
    return played.slice(0, count)
  }

  /** Without a score on the way the profile is not felt, and `count` tells nothing before the end. */
  #toldUnder({ feedback, delivery, profile }: Policy): Policy {
    const isFelt = this.#exploit.feedback === 'heeded' && delivery === 'dense'
    return {
      feedback: feedback === 'count' ? 'sealed' : feedback,
      delivery,
      profile: isFelt ? profile : CHEAPEST,
    }
  }
}

function isBounded({ feedback }: Policy): boolean {
  return feedbackLevels.indexOf(feedback) <= feedbackLevels.indexOf('coverage')
}
