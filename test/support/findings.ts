import { readFileSync } from 'node:fs'
import type { Finding } from '../../src/model/finding.ts'
import type { OpenBundle } from '../../src/runtime/bundle/opened.ts'
import { gradeFindings } from '../../src/runtime/grader/grade.ts'

/** A finding of a reviewer who never saw the rubric, with what a reader of the rubric says of it. */
export interface LabelledFinding {
  readonly voice: string
  readonly task: string
  readonly intent: string
  readonly item: string | null
  readonly truth: 'explains' | 'wrong' | 'disputed'
  readonly finding: Finding
}

export interface Measured extends LabelledFinding {
  /** How it is classed as the only finding of its row's `all` variant. */
  readonly class: string
  readonly about: string | null
}

export function labelledFindings(
  half: 'tuned' | 'unread' | 'tuned-2' | 'unread-2',
): readonly LabelledFinding[] {
  return JSON.parse(readFileSync(`test/fixtures/findings/${half}.json`, 'utf8'))
}

/** Grades each finding by itself. */
export function measureFindings(
  bundle: OpenBundle,
  findings: readonly LabelledFinding[],
): readonly Measured[] {
  return findings.map((labelled) => {
    const row = bundle.tasks.get(labelled.task)?.find(({ rubric }) => rubric.variant === 'all')
    if (!row) throw new Error(`No row of ${labelled.task} has all defects`)
    const [entry] = gradeFindings(row.rubric, [], [labelled.finding], 1)
    return { ...labelled, class: entry?.class ?? 'none', about: entry?.item ?? null }
  })
}

/** Shares of the true findings that are explained, and located or better; how many wrong ones are paid. */
export function recallOf(measured: readonly Measured[]) {
  const right = measured.filter(({ truth }) => truth === 'explains')
  const wrong = measured.filter(({ truth }) => truth === 'wrong')
  const explained = right.filter((one) => one.class === 'matched' && one.about === one.item).length
  const located = right.filter((one) => one.class === 'located' && one.about === one.item).length
  return {
    explained: explained / right.length,
    located: (explained + located) / right.length,
    wrongExplained: wrong.filter((one) => one.class === 'matched').length,
    wrongLocated: wrong.filter((one) => one.class === 'located').length,
  }
}
