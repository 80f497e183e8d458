import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Bundle } from '../../src/model/bundle.ts'
import type { Results } from '../../src/model/results.ts'
import { perfectFinding } from '../../src/rollout/agents/oracle.ts'
import { type PlanOptions, planRun } from '../../src/rollout/eval/plan.ts'
import { clusteredError, meanOf, passAt, studentQuantile } from '../../src/rollout/results/statistics.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import {
  type ChatAnswer,
  type ChatCall,
  calling,
  openChatServer,
  rowAskedAbout,
} from '../support/chat-server.ts'
import { runHere } from '../support/cli-here.ts'
import { compiledPair } from '../support/corpus.ts'
import { temporaryFolder } from '../support/folder.ts'
import { runAt } from '../support/run-folder.ts'
import { rowOf } from '../support/running.ts'

let corpus: { readonly text: string; readonly bundle: OpenBundle }
beforeAll(async () => {
  corpus = await compiledPair()
})

async function played(...player: readonly string[]): Promise<Results> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'pair.json'), corpus.text)
  const line = ['eval', join(folder, 'pair.json'), ...player, '--quiet', '-o', join(folder, 'run')]
  expect(await runHere(line)).toEqual({ code: 0, stdout: '', stderr: '' })
  return (await runAt(join(folder, 'run'))).results
}

/**
 * Everything there is to find and one thing that is not, said with little confidence, in its first attempt at a row;
 * a hint and nothing else in its second.
 */
function fickle(): (call: ChatCall) => ChatAnswer {
  let first: number | undefined
  return (call) => {
    first ??= call.body.seed
    if (call.body.messages.some(({ role }) => role === 'assistant')) return calling(['finalize', {}])
    if (call.body.seed !== first) return calling(['request_hint', {}])
    const right = rowAskedAbout(corpus.bundle, call).rubric.items.map(perfectFinding)
    const message = 'A shell would run whatever stands in this line of the program.'
    const wrong = { ...right[0], range: [1, 1], kind: 'command-injection', message, confidence: 0.3 }
    return calling(['submit_findings', { findings: [...right, wrong] }])
  }
}

describe('the figures of a run whose answers are known', () => {
  let results: Results
  let items: readonly { readonly kind: string }[]
  test('count what was found by kind, and no precision of findings that nobody made', async () => {
    const { url } = await openChatServer(fickle())
    const asked = ['--model', 'fickle', '--base-url', url, '--price-in', '3', '--price-out', '15']
    const chosen = ['--variant', 'all', '--epochs', '2', '--concurrency', '1', '--success', '0.3']
    results = await played(...asked, ...chosen)
    items = ['order-search', 'password-reset'].flatMap(
      (task) => rowOf(corpus.bundle.tasks.get(task) ?? [], 'all').rubric.items,
    )
    expect(results.all.outcomes).toEqual({ requested: 4, scored: 4, invalid: 0, unscored: 0, error: 0 })
    const count = items.length
    expect(results.all.found).toEqual({
      items: 2 * count,
      found: count,
      explained: count,
      recall: 0.5,
      findings: count + 2,
      credited: count,
      precision: count / (count + 2),
    })
    const kinds = new Set(items.map(({ kind }) => kind))
    expect(Object.keys(results.by_kind).sort()).toEqual([...kinds, 'command-injection'].sort())
    for (const kind of kinds) expect(results.by_kind[kind]).toMatchObject({ recall: 0.5, precision: 1 })
    expect(results.by_kind['command-injection']).toMatchObject({ items: 0, recall: null, precision: 0 })
    expect(results.classes).toEqual({ 'false-positive': 2, matched: count })
    const nobody = await played('--agent', 'nop')
    expect(nobody.all.found).toMatchObject({ found: 0, recall: 0, findings: 0, precision: null })
    for (const found of Object.values(nobody.by_kind)) expect(found.precision).toBeNull()
    expect(nobody.calibration).toMatchObject({ findings: 0, brier: null, error: null })
  })

  test('say how sure it was, what it took, and what that cost', () => {
    const { calibration, hints, patches, usage, answers, all } = results
    const right = items.length
    expect(calibration.brier).toBeCloseTo((2 * 0.3 ** 2) / (right + 2), 12)
    expect(calibration.error).toBeCloseTo((2 * 0.3) / (right + 2), 12)
    expect(calibration.bins.filter(({ findings }) => findings > 0)).toEqual([
      { from: 0.2, to: 0.3, findings: 2, confidence: 0.3, right: 0 },
      { from: 0.9, to: 1, findings: right, confidence: 1, right: 1 },
    ])
    expect(hints).toEqual({ taken: 2, rollouts: 2, mean: 0.5 })
    expect(patches).toMatchObject({ submitted: 0, success: null })
    expect(answers).toEqual({ total: 8, unreadable: 0, tries: 8 })
    expect(usage.dollars).toBeCloseTo((usage.input * 3 + usage.output * 15) / 1e6, 12)
    expect(all.pass_at).toEqual({ 1: 0.5, 2: 1 })
  })

  test('give the mean an interval that counts a task once, however often it was played', () => {
    const { mean, standard_error, interval } = results.all.score
    const scores = results.rollouts.map(({ score }) => score ?? Number.NaN)
    const middle = scores.reduce((sum, score) => sum + score, 0) / 4
    const tasks = ['order-search', 'password-reset'].map((id) =>
      results.rollouts
        .filter(({ task_id }) => task_id === id)
        .reduce((sum, { score }) => sum + (score ?? Number.NaN) - middle, 0),
    )
    const error = Math.sqrt(2 * tasks.reduce((sum, one) => sum + one ** 2, 0)) / 4
    expect(mean).toBeCloseTo(middle, 12)
    expect(standard_error).toBeCloseTo(error, 12)
    expect(interval?.[0]).toBeCloseTo(middle - 12.706 * error, 9)
    expect(interval?.[1]).toBeCloseTo(middle + 12.706 * error, 9)
    for (const { score } of Object.values(results.by_task)) expect(score.interval).toBeNull()
  })
})

test('patches count by what they mend of what was found', async () => {
  const { patches } = await played('--agent', 'oracle', '--variant', 'all')
  expect(patches).toMatchObject({ submitted: 2, accepted: 2, success: 1 })
  expect(patches.mended).toBe(patches.mendable)
})

/** From tables, and for pass@k by counting the draws without a success. */
test('quantiles, chances and errors are those of the textbooks', () => {
  const quantiles = [1, 2, 5, 10, 12, 20, 30, 60, 120].map((freedom) => studentQuantile(freedom).toFixed(2))
  expect(quantiles).toEqual(['12.71', '4.30', '2.57', '2.23', '2.18', '2.09', '2.04', '2.00', '1.98'])
  expect([passAt(5, 2, 2), passAt(5, 0, 4), passAt(2, 2, 1), passAt(4, 3, 2)]).toEqual([
    expect.closeTo(1 - 3 / 10, 12),
    0,
    1,
    1,
  ])
  expect(passAt(10, 3, 4)).toBeCloseTo(1 - 35 / 210, 12)
  const values = [0.2, 0.9, 0.4, 0.7, 0.1]
  const mean = meanOf(values) ?? Number.NaN
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  expect(clusteredError(values.map((value) => [value]))).toBeCloseTo(Math.sqrt(variance / values.length), 12)
  const repeated = values.map((value) => [value, value, value])
  expect(clusteredError(repeated)).toBeCloseTo(Math.sqrt(variance / values.length), 12)
  expect([clusteredError([]), clusteredError([values])]).toEqual([null, null])
})

describe('an episode', () => {
  const plan = (change: Partial<PlanOptions> = {}, bundle = JSON.parse(corpus.text) as Bundle) => {
    const filters = {
      splits: ['train', 'eval'],
      tasks: [],
      variants: ['all'],
      tags: [],
      languages: [],
    } as const
    const policy = { feedback: 'sealed', delivery: 'dense', profile: 'strict' } as const
    return planRun(bundle, corpus.bundle, {
      filters: { ...filters, difficulties: [], limit: null },
      policies: { train: policy, eval: policy },
      player: { type: 'model', name: 'm' },
      settings: { temperature: 0.5 },
      seeds: 1,
      epochs: 1,
      ...change,
    }).map(({ identity }) => identity)
  }

  test('is the same one as before only if task, rules, model, sampling, seed and epoch are', () => {
    const [search = '', reset = ''] = plan()
    expect(plan()).toEqual([search, reset])
    const changed = (change: (bundle: Bundle) => void) => {
      const bundle = JSON.parse(corpus.text)
      change(bundle)
      return plan({}, bundle)
    }
    const others = [
      plan({ player: { type: 'model', name: 'n' } }),
      plan({ settings: { temperature: 0.6 } }),
      changed((bundle) => {
        Object.assign(bundle, { grader: '0' })
      }),
    ]
    for (const other of others) {
      expect(other).toHaveLength(2)
      expect(other).not.toContain(search)
      expect(other).not.toContain(reset)
    }
    const kept = changed((bundle) => {
      Object.assign(bundle.private.tasks['order-search']?.items[0] ?? {}, { severity: 'low' })
    })
    expect([kept[0] === search, kept[1]]).toEqual([false, reset])
    const more = plan({ seeds: 2, epochs: 2 })
    expect([new Set(more).size, more[0], more[4]]).toEqual([8, search, reset])
  })

  test('of another temperature is played anew by --resume, one of the same is not', async () => {
    const { url, calls } = await openChatServer(() => calling(['finalize', {}]))
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'pair.json'), corpus.text)
    const play = async (temperature: string) => {
      const asked = ['--model', 'm', '--base-url', url, '--temperature', temperature, '--variant', 'clean']
      const line = ['eval', join(folder, 'pair.json'), ...asked, '--resume', '-o', join(folder, 'run')]
      expect((await runHere(line)).code).toBe(0)
      const { rollouts } = JSON.parse(readFileSync(join(folder, 'run/inference_results.json'), 'utf8'))
      return [calls.length, rollouts.length]
    }
    expect(await play('0.5')).toEqual([2, 2])
    expect(await play('0.5')).toEqual([2, 2])
    expect(await play('0.7')).toEqual([4, 2])
    expect(await play('0.5')).toEqual([4, 2])
    const page = join(folder, 'report.html')
    expect((await runHere(['report', join(folder, 'run'), '-o', page])).stdout).toBe(`2 episodes\n${page}\n`)
  })
})
