import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/model/action.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Ledger } from '../../src/model/ledger.ts'
import type { Policy } from '../../src/model/policy.ts'
import { deliveries, feedbackLevels, profileNames } from '../../src/model/policy-words.ts'
import { patchVerdicts, type Verdicts } from '../../src/model/verdict.ts'
import type { Row } from '../../src/runtime/bundle/opened.ts'
import { type Episode, scoreOf, startEpisode, stepEpisode } from '../../src/runtime/environment/episode.ts'
import { observe } from '../../src/runtime/environment/observe.ts'
import { assess, UNIT } from '../../src/runtime/grader/assess.ts'
import { gradeFindings } from '../../src/runtime/grader/grade.ts'
import { arbitraryFinding, arbitraryRow } from '../support/arbitrary.ts'

/** Episodes a property: a fixed-seed share here, more with EPISODES=100000. */
const runs = { numRuns: Number(process.env.EPISODES ?? 1500), seed: 20261123 }

/** What is done, and on what chance it hangs what running it shows. */
interface Move {
  readonly action: Action
  readonly chance: number
}

const witness = { calls: [{ call: 'show' }], actual: [1], expected: [2] }
const findings = fc.array(
  fc
    .tuple(arbitraryFinding, fc.boolean())
    .map(([finding, isWitnessed]) => (isWitnessed ? { ...finding, witness } : finding)),
  { minLength: 1, maxLength: 6 },
)
const edit = { path: 'src/orders.ts', find: 'first()', replace: 'second()' }
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: findings.map(submit) },
  { weight: 2, arbitrary: fc.constant<Action>({ operation: 'request_hint' }) },
  { weight: 2, arbitrary: fc.constant<Action>({ operation: 'submit_patch', patch: { edits: [edit] } }) },
  { weight: 1, arbitrary: fc.constant<Action>({ operation: 'finalize' }) },
)
const move: fc.Arbitrary<Move> = fc.record({ action, chance: fc.nat(2 ** 12 - 1) })

/** What running might have shown, any subset of the items proven and mended: whatever runs, the score must hold. */
function verdictsOf({ rubric }: Row, { action, chance }: Move): Verdicts {
  const items = rubric.items.map(({ id }) => id)
  const some = (from: number) => items.filter((_, index) => (chance >> (from + index)) & 1)
  if (action.operation === 'submit_findings')
    return {
      witnesses: action.findings.map((finding, at) => (finding.witness ? some(at % 6) : [])),
      patch: null,
    }
  const verdict = patchVerdicts[chance % patchVerdicts.length] ?? 'accepted'
  const problem = verdict === 'unloadable' || verdict === 'changes-api' ? 'told' : null
  const fixed = verdict === 'accepted' ? some(0).filter((id) => mendable({ rubric }).includes(id)) : []
  return { witnesses: [], patch: { verdict, problem, fixed } }
}
const policy: fc.Arbitrary<Policy> = fc.record({
  feedback: fc.constantFrom(...feedbackLevels),
  delivery: fc.constantFrom(...deliveries),
  profile: fc.constantFrom(...profileNames),
})
const moves = fc.array(move, { maxLength: 24 })
const profile = fc.constantFrom(...profileNames)

function submit(findings: readonly Finding[]): Action {
  return { operation: 'submit_findings', findings }
}

function play(row: Row, rules: Policy, played: readonly Move[]) {
  let episode = startEpisode(row, rules, [])
  const rewards: number[] = []
  for (const one of played) {
    const turn = stepEpisode(episode, one.action, verdictsOf(row, one))
    episode = turn.episode
    rewards.push(turn.reward)
  }
  return { episode, rewards }
}

/** The items that a patch can be seen to mend. */
function mendable({ rubric }: Pick<Row, 'rubric'>): string[] {
  return rubric.items.flatMap(({ id, source }) => (source.cases.length > 0 ? id : []))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** The score of a row after findings and a finalize, in units. */
function total(row: Row, findings: readonly Finding[], name: (typeof profileNames)[number]): number {
  const entries = gradeFindings(row.rubric, [], findings, 1)
  return assess(row.rubric, [...entries, { entry: 'finalize', step: 2 }], name).total
}

describe('whatever is played', () => {
  test('the score and every reward stay within their bounds', () => {
    fc.assert(
      fc.property(arbitraryRow, policy, moves, (row, rules, played) => {
        const { episode, rewards } = play(row, rules, played)
        expect(Math.abs(episode.assessment.total)).toBeLessThanOrEqual(UNIT)
        expect(episode.assessment.total).toBeLessThanOrEqual(row.rubric.maximum[rules.profile])
        for (const reward of rewards) expect(Math.abs(reward)).toBeLessThanOrEqual(2)
      }),
      runs,
    )
  })

  test('the rewards of a finished episode add up to its score exactly, and so do the components', () => {
    fc.assert(
      fc.property(arbitraryRow, policy, moves, (row, rules, played) => {
        const { episode, rewards } = play(row, rules, [
          ...played,
          { action: { operation: 'finalize' }, chance: 0 },
        ])
        expect(episode.done).toBe(true)
        expect(sum(rewards)).toBe(scoreOf(episode))
        expect(sum(Object.values(episode.assessment.components))).toBe(episode.assessment.total)
        expect(sum(Object.values(observe(episode, null).reward_components))).toBe(scoreOf(episode))
      }),
      runs,
    )
  })

  test('the ledger only grows, and the floor acts only where the episode ends', () => {
    fc.assert(
      fc.property(arbitraryRow, policy, moves, (row, rules, played) => {
        let episode: Episode = startEpisode(row, rules, [])
        for (const one of played) {
          const { episode: next } = stepEpisode(episode, one.action, verdictsOf(row, one))
          expect(next.ledger.slice(0, episode.ledger.length)).toEqual(episode.ledger)
          if (next.assessment.components.floor !== 0) expect(next.done).toBe(true)
          episode = next
        }
      }),
      runs,
    )
  })

  test('playing the same moves again gives the same observations, and no step changes the episode it was given', () => {
    fc.assert(
      fc.property(arbitraryRow, policy, moves, (row, rules, played) => {
        const first = play(row, rules, played)
        const before = JSON.stringify(first.episode.ledger)
        stepEpisode(first.episode, { operation: 'finalize' })
        expect(JSON.stringify(first.episode.ledger)).toBe(before)
        expect(observe(play(row, rules, played).episode, null)).toEqual(observe(first.episode, null))
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 5) },
    )
  })
})

test('until the end nobody is told whether a patch holds: what is seen and earned is the same', () => {
  const held = (row: Row): Verdicts => ({
    witnesses: [],
    patch: { verdict: 'accepted', problem: null, fixed: mendable(row) },
  })
  const broke: Verdicts = { witnesses: [], patch: { verdict: 'fails-tests', problem: null, fixed: [] } }
  fc.assert(
    fc.property(arbitraryRow, policy, moves, (row, rules, played) => {
      let [good, bad] = [startEpisode(row, rules, []), startEpisode(row, rules, [])]
      for (const one of played) {
        const isPatch = one.action.operation === 'submit_patch'
        const shown = verdictsOf(row, one)
        const [left, right] = [
          stepEpisode(good, one.action, isPatch ? held(row) : shown),
          stepEpisode(bad, one.action, isPatch ? broke : shown),
        ]
        good = left.episode
        bad = right.episode
        expect(good.done).toBe(bad.done)
        if (good.done) break
        expect(left.reward).toBe(right.reward)
        expect(observe(good, left.problem)).toEqual(observe(bad, right.problem))
      }
      expect(good.assessment.total).toBeGreaterThanOrEqual(bad.assessment.total)
    }),
    runs,
  )
})

describe('honest work pays and nothing else does', () => {
  const review = fc.array(arbitraryFinding, { maxLength: 11 })

  test('a true match more raises the score at any confidence, everything else but a neutral remark lowers it', () => {
    fc.assert(
      fc.property(
        arbitraryRow,
        review,
        arbitraryFinding,
        profile,
        fc.boolean(),
        (row, findings, another, name, isProof) => {
          const entries = gradeFindings(row.rubric, [], findings, 1)
          const proven = isProof ? row.rubric.items.map(({ id }) => id) : []
          const [entry] = gradeFindings(row.rubric, entries, [{ ...another, witness }], 2, [proven])
          const before = assess(row.rubric, entries, name)
          const after = assess(row.rubric, [...entries, ...(entry ? [entry] : [])], name)
          const change = after.total - after.components.floor - (before.total - before.components.floor)
          if (entry?.class === 'raised' && !entry.proven) return
          if (entry?.class === 'matched' || entry?.class === 'raised' || entry?.class === 'located')
            expect(change).toBeGreaterThan(0)
          else if (entry?.class === 'neutral') expect(change).toBe(0)
          else expect(change).toBeLessThan(0)
        },
      ),
      runs,
    )
  })

  /** The items, and the accepted entries, that a finding can claim; one that lies over two scopes can claim either's. */
  function claimableBy({ rubric }: Row, finding: Finding): readonly string[] {
    const alone = { ...rubric, items: [], accepted: [] }
    return [
      ...rubric.items.map((item) => ({ id: item.id, rubric: { ...alone, items: [item] } })),
      ...rubric.accepted.map((entry) => ({ id: entry.id, rubric: { ...alone, accepted: [entry] } })),
    ].flatMap((one) => {
      const [entry] = gradeFindings(one.rubric, [], [finding], 1)
      return ['matched', 'located', 'neutral'].includes(entry?.class ?? '') ? one.id : []
    })
  }

  test('the order of a batch changes nothing as long as no two findings can claim one item', () => {
    fc.assert(
      fc.property(arbitraryRow, review, profile, (row, findings, name) => {
        const claimable = findings.flatMap((finding) => claimableBy(row, finding))
        fc.pre(new Set(claimable).size === claimable.length)
        expect(total(row, [...findings].reverse(), name)).toBe(total(row, findings, name))
      }),
      runs,
    )
  })

  test('perfect findings and a finalize earn the closed formula’s maximum', () => {
    fc.assert(
      fc.property(arbitraryRow, profile, (row, name) => {
        const perfect = row.rubric.items.map(({ kind, severity, anchors: [anchor] }) => ({
          file: anchor?.path ?? '',
          range: anchor?.lines ?? [1, 1],
          kind,
          severity,
          title: kind,
          message: 'The handler trusts the id of the request, so orders of others are shown.',
          recommendation: 'Compare the owner first.',
          confidence: 1,
        })) as readonly Finding[]
        const patch = { verdict: 'accepted' as const, fixed: mendable(row) }
        const ledger: Ledger = [
          ...gradeFindings(row.rubric, [], perfect, 1),
          ...(row.rubric.items.length === 0
            ? []
            : [{ entry: 'patch' as const, step: 2, index: 0, ...patch }]),
          { entry: 'finalize', step: 3 },
        ]
        expect(assess(row.rubric, ledger, name).total).toBe(row.rubric.maximum[name])
      }),
      runs,
    )
  })
})
