import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Action } from '../../src/model/action.ts'
import type { Finding } from '../../src/model/finding.ts'
import { deliveries, feedbackLevels, type Policy, profileNames } from '../../src/model/policy.ts'
import type { Row } from '../../src/runtime/bundle/opened.ts'
import { type Episode, scoreOf, startEpisode, stepEpisode } from '../../src/runtime/environment/episode.ts'
import { observe } from '../../src/runtime/environment/observe.ts'
import { assess, UNIT } from '../../src/runtime/grader/assess.ts'
import { gradeFindings } from '../../src/runtime/grader/grade.ts'
import { arbitraryFinding, arbitraryRow } from '../support/arbitrary.ts'

/** Episodes a property: a fixed-seed share here, more with EPISODES=100000. */
const runs = { numRuns: Number(process.env.EPISODES ?? 1500), seed: 20261123 }

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.array(arbitraryFinding, { minLength: 1, maxLength: 6 }).map(submit) },
  { weight: 2, arbitrary: fc.constant<Action>({ operation: 'request_hint' }) },
  { weight: 1, arbitrary: fc.constant<Action>({ operation: 'finalize' }) },
)
const policy: fc.Arbitrary<Policy> = fc.record({
  feedback: fc.constantFrom(...feedbackLevels),
  delivery: fc.constantFrom(...deliveries),
  profile: fc.constantFrom(...profileNames),
})
const actions = fc.array(action, { maxLength: 24 })
const profile = fc.constantFrom(...profileNames)

function submit(findings: readonly Finding[]): Action {
  return { operation: 'submit_findings', findings }
}

function play(row: Row, rules: Policy, moves: readonly Action[]) {
  let episode = startEpisode(row, rules, [])
  const rewards: number[] = []
  for (const move of moves) {
    const turn = stepEpisode(episode, move)
    episode = turn.episode
    rewards.push(turn.reward)
  }
  return { episode, rewards }
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
      fc.property(arbitraryRow, policy, actions, (row, rules, moves) => {
        const { episode, rewards } = play(row, rules, moves)
        expect(Math.abs(episode.assessment.total)).toBeLessThanOrEqual(UNIT)
        expect(episode.assessment.total).toBeLessThanOrEqual(row.rubric.maximum[rules.profile])
        for (const reward of rewards) expect(Math.abs(reward)).toBeLessThanOrEqual(2)
      }),
      runs,
    )
  })

  test('the rewards of a finished episode add up to its score exactly, and so do the components', () => {
    fc.assert(
      fc.property(arbitraryRow, policy, actions, (row, rules, moves) => {
        const { episode, rewards } = play(row, rules, [...moves, { operation: 'finalize' }])
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
      fc.property(arbitraryRow, policy, actions, (row, rules, moves) => {
        let episode: Episode = startEpisode(row, rules, [])
        for (const move of moves) {
          const { episode: next } = stepEpisode(episode, move)
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
      fc.property(arbitraryRow, policy, actions, (row, rules, moves) => {
        const first = play(row, rules, moves)
        const before = JSON.stringify(first.episode.ledger)
        stepEpisode(first.episode, { operation: 'finalize' })
        expect(JSON.stringify(first.episode.ledger)).toBe(before)
        expect(observe(play(row, rules, moves).episode, null)).toEqual(observe(first.episode, null))
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 5) },
    )
  })
})

describe('honest work pays and nothing else does', () => {
  const review = fc.array(arbitraryFinding, { maxLength: 11 })

  test('a true match more raises the score at any confidence, everything else but a neutral remark lowers it', () => {
    fc.assert(
      fc.property(arbitraryRow, review, arbitraryFinding, profile, (row, findings, another, name) => {
        const entries = gradeFindings(row.rubric, [], findings, 1)
        const [entry] = gradeFindings(row.rubric, entries, [another], 2)
        const before = assess(row.rubric, entries, name)
        const after = assess(row.rubric, [...entries, ...(entry ? [entry] : [])], name)
        const change = after.total - after.components.floor - (before.total - before.components.floor)
        if (entry?.class === 'raised') return
        if (entry?.class === 'matched' || entry?.class === 'located') expect(change).toBeGreaterThan(0)
        else if (entry?.class === 'neutral') expect(change).toBe(0)
        else expect(change).toBeLessThan(0)
      }),
      runs,
    )
  })

  test('the order of a batch changes nothing as long as no two findings can claim one item', () => {
    fc.assert(
      fc.property(arbitraryRow, review, profile, (row, findings, name) => {
        const claimed = gradeFindings(row.rubric, [], findings, 1).flatMap(({ item }) => item ?? [])
        fc.pre(new Set(claimed).size === claimed.length)
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
        expect(total(row, perfect, name)).toBe(row.rubric.maximum[name])
      }),
      runs,
    )
  })
})
