import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../src/model/finding.ts'
import type { OpenBundle } from '../src/runtime/bundle/opened.ts'
import { playReview } from '../src/runtime/environment/play-review.ts'
import { gradeFindings } from '../src/runtime/grader/grade.ts'
import { compiledCorpus } from './support/corpus.ts'
import { builtSandbox } from './support/pool.ts'

/** A whole review of a task's program with all its defects, by somebody who saw nothing but the reset observation. */
interface RecordedReview {
  readonly task: string
  readonly findings: readonly (Finding & { readonly about: string | null })[]
  readonly wrong: readonly (Finding & { readonly intent: string })[]
  readonly score: number
}

const folder = 'test/fixtures/reviews'
const reviews = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name): RecordedReview => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))

let bundle: OpenBundle
beforeAll(async () => {
  bundle = (await compiledCorpus()).bundle
})

function rowOf(task: string) {
  const row = bundle.tasks.get(task)?.find(({ rubric }) => rubric.variant === 'all')
  if (!row) throw new Error(`No row of ${task} has all defects`)
  return row
}

describe.each(reviews)('a second reader of $task', ({ task, findings, wrong, score }) => {
  test('is credited with what they found, and scores as recorded', async () => {
    const row = rowOf(task)
    const sent = findings.map(({ about: _, ...finding }) => finding)
    const sandbox = builtSandbox()
    const result = await playReview(sandbox, row, 'strict', sent)
    await sandbox.close()
    if ('faults' in result) throw new Error(JSON.stringify(result.faults))
    expect(result.findings.map(({ item }) => item)).toEqual(findings.map(({ about }) => about))
    expect(result.score).toBe(score)
  })

  test('is paid for no denial, wrong cause or decoy', () => {
    const row = rowOf(task)
    const paid = wrong.flatMap(({ intent, ...finding }) => {
      const [entry] = gradeFindings(row.rubric, [], [finding as Finding], 1)
      return entry?.class === 'matched' ? [`${intent}: ${finding.title}`] : []
    })
    expect(paid).toEqual([])
  })
})
