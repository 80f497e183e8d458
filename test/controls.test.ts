import { beforeAll, describe, expect, test } from 'vitest'
import { defaultPolicies } from '../src/model/policy.ts'
import { profileNames, splits } from '../src/model/policy-words.ts'
import { weakHonest } from '../src/rollout/agents/weak-honest.ts'
import { evaluate } from '../src/rollout/eval/evaluate.ts'
import type { OpenBundle } from '../src/runtime/bundle/opened.ts'
import { compiledCorpus } from './support/corpus.ts'
import { labelledFindings, measureFindings, recallOf } from './support/findings.ts'

let bundle: OpenBundle
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
})

describe.each(profileNames)('under %s', (profile) => {
  test('a weak honest reviewer beats silence', () => {
    const policies = {
      train: { ...defaultPolicies.train, profile },
      eval: { ...defaultPolicies.eval, profile },
    }
    const scores = [...evaluate(bundle, policies, weakHonest, splits, 20)].flatMap(({ variant, score }) =>
      variant === 'clean' ? [] : score,
    )
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1)
    expect(mean - 2 * Math.sqrt(variance / scores.length)).toBeGreaterThan(0)
  })
})

/**
 * What the halves give since packs and tasks were tuned on both. The half `unread` was measured once before that, with
 * 41 and 43 of its 46 true findings explained and located, and six of its 46 wrong ones explained; `tuned-2`, before it
 * was tuned on, gave 42 and 43 of 45, and five of 44.
 */
const lastMeasured = {
  tuned: { explained: 44 / 44, located: 44 / 44, wrongExplained: 0 },
  unread: { explained: 46 / 46, located: 46 / 46, wrongExplained: 0 },
  'tuned-2': { explained: 45 / 45, located: 45 / 45, wrongExplained: 0 },
  // Run, and never read.
  'unread-2': { explained: 44 / 45, located: 45 / 45, wrongExplained: 3 },
} as const

describe.each(['tuned', 'unread', 'tuned-2', 'unread-2'] as const)(
  'findings of reviewers who never saw a rubric, half %s',
  (half) => {
    test('no fewer true ones are explained or located, and no more wrong ones explained, than when last tuned', () => {
      const measured = measureFindings(bundle, labelledFindings(half))
      const { explained, located, wrongExplained } = recallOf(measured)
      const last = lastMeasured[half]
      expect(measured.length).toBeGreaterThan(80)
      expect(explained).toBeGreaterThanOrEqual(last.explained)
      expect(located).toBeGreaterThanOrEqual(last.located)
      expect(wrongExplained).toBeLessThanOrEqual(last.wrongExplained)
    })
  },
)
