import { beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { defaultPolicies } from '../../src/model/policy.ts'
import { agents } from '../../src/rollout/agents/agents.ts'
import type { OpenBundle, Row } from '../../src/runtime/bundle/opened.ts'
import { unitsToNumber } from '../../src/runtime/grader/assess.ts'
import { compiledCorpus } from '../support/corpus.ts'
import { serve } from './serving.ts'

let bundle: OpenBundle
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
})

const POINTS = { critical: 8, high: 5, medium: 3, low: 1 }

/** What the formula of the reward gives, reckoned here once more: claims of one quality, false positives, nothing else. */
function scored(
  { rubric, task }: Row,
  claimed: readonly number[],
  quality: number,
  mistakes: number,
): number {
  const { profile } = defaultPolicies[task.split]
  const points = rubric.items.map(({ severity }) => POINTS[severity])
  const total = points.reduce((sum, one) => sum + one, 0)
  const weights = points.map((one) => one / total)
  const cleanCredit = mistakes > 0 ? 0 : profile === 'strict' ? 0.5 : 0.25
  const credit =
    points.length === 0 ? cleanCredit : claimed.reduce((sum, at) => sum + (weights[at] ?? 0) * quality, 0)
  const price = profile === 'strict' ? 0.5 : 0.25
  const penalty = (mistakes * price) / Math.min(6, Math.max(3, points.length))
  const bonus = credit - penalty >= (points.length === 0 ? 0.25 : 0.5) ? 0.05 : 0
  const share = Math.min(0.02, ...weights.map((weight) => 0.26 * weight))
  const calibration = share * 0.25 * (claimed.length - mistakes)
  return (0.8 * (credit - penalty) + bonus + calibration) / 1.04
}

/** The score of each control whose score can be known before it plays. */
const expected: Readonly<Record<string, (row: Row) => number>> = {
  oracle: ({ rubric, task }) => unitsToNumber(rubric.maximum[defaultPolicies[task.split].profile]),
  nop: (row) => (row.rubric.items.length === 0 ? scored(row, [], 1, 0) : 0),
  half: (row) =>
    scored(
      row,
      [...row.rubric.items.keys()].filter((at) => at % 2 === 0),
      1,
      0,
    ),
  // Without a recommendation: 0.70 + 0.15 for the lines + 0.05 for the severity.
  'other-words': (row) => scored(row, [...row.rubric.items.keys()], 0.9, 0),
  'full-plus-two': (row) => scored(row, [...row.rubric.items.keys()], 1, 2),
}

describe.each(Object.keys(expected))('%s over a socket', (name) => {
  // That it does so on every row is shown in this process, by test/eval.test.ts.
  test('earns what the formula says with all defects and with none', async () => {
    const agent = agents.find((one) => one.name === name)
    const socket = await (await serve(bundle)).socket()
    const rows = [...bundle.tasks.values()].flat()
    for (const row of rows.filter(({ rubric }) => ['all', 'clean'].includes(rubric.variant))) {
      const play = await agent?.start(row, 0)
      let { data } = await socket.ask({ type: 'reset', data: { task_id: row.task.id, row: row.number } })
      let total = 0
      while (play && data.done !== true) {
        const action = play(data.observation as Observation)
        data = (await socket.ask({ type: 'step', data: action })).data
        total += Number(data.reward)
      }
      const place = `${row.task.id} ${row.rubric.variant}`
      expect([place, total]).toEqual([place, expect.closeTo(expected[name]?.(row) ?? Number.NaN, 5)])
    }
  })
})
