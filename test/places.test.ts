import { expect, test } from 'vitest'
import type { Lines } from '../src/model/bundle.ts'
import { MAX_RANGE_LINES } from '../src/model/finding.ts'
import { perfectFinding } from '../src/rollout/agents/oracle.ts'
import { gradeFindings } from '../src/runtime/grader/grade.ts'
import { compiledCorpus } from './support/corpus.ts'
import { rowOf } from './support/running.ts'

const { bundle } = await compiledCorpus()

const claims = [...bundle.tasks.values()].flatMap((rows) => {
  const { rubric } = rowOf(rows, 'all')
  return rubric.items.flatMap((item) => item.anchors.map((anchor) => ({ rubric, item, anchor })))
})

function isOutside(scope: Lines, { path, lines: [first, last] }: Lines): boolean {
  return path !== scope.path || first > scope.lines[1] || last < scope.lines[0]
}

test('a right text is explained in full at every place that its author names, in the scope or not', () => {
  const others = claims.filter(({ item, anchor }) => isOutside(item.scope, anchor))
  expect(others.length).toBeGreaterThan(0)
  for (const { rubric, item, anchor } of claims) {
    const [first, last] = anchor.lines
    const finding = {
      ...perfectFinding(item),
      file: anchor.path,
      range: [first, Math.min(last, first + MAX_RANGE_LINES - 1)] as [number, number],
    }
    expect(gradeFindings(rubric, [], [finding], 1)).toMatchObject([
      { class: 'matched', item: item.id, quality: 40 },
    ])
  }
})
