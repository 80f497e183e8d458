import { beforeAll, describe, expect, test } from 'vitest'
import { defaultPolicies, profileNames, splits } from '../src/model/policy.ts'
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
      variant === 'clean' || score === null ? [] : score,
    )
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1)
    expect(mean - 2 * Math.sqrt(variance / scores.length)).toBeGreaterThan(0)
  })
})

describe.each(['tuned', 'unread'] as const)(
  'findings of reviewers who never saw a rubric, half %s',
  (half) => {
    test('true ones are explained four times in five and nearly always located, no wrong one is explained', () => {
      const measured = measureFindings(bundle, labelledFindings(half))
      const { explained, located, wrongExplained } = recallOf(measured)
      expect(measured.length).toBeGreaterThan(80)
      expect({ explained: explained >= 0.8, located: located >= 0.95, wrongExplained }).toEqual({
        explained: true,
        located: true,
        wrongExplained: 0,
      })
    })
  },
)
