import { drawIndex } from '../../core/draw.ts'
import { type Finding, severities } from '../../model/finding.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import { limits } from '../../model/limits.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import type { Agent } from './agent.ts'
import { perfectFinding } from './oracle.ts'

/** Share of the items that it finds, and of its findings that are right. */
const RECALL = 0.3
const PRECISION = 0.4

export const weakHonest: Agent = {
  name: 'weak-honest',
  summary: 'Finds three defects in ten and is right four times in ten: must beat silence under `learn`.',
  start(row, seed) {
    const chance = (label: string) =>
      drawIndex(`weak-honest/${seed}/${row.task.id}/${row.number}/${label}`, 1000) / 1000
    const right = row.rubric.items.filter(({ id }) => chance(`finds ${id}`) < RECALL).map(perfectFinding)
    const wrongShare = (RECALL * (1 - PRECISION)) / PRECISION
    const wrong = row.rubric.items
      .filter(({ id }) => chance(`errs ${id}`) < wrongShare)
      .map(({ id }) =>
        mistake(row, (label, count) =>
          drawIndex(`weak-honest/${seed}/${row.task.id}/${row.number}/${id}/${label}`, count),
        ),
      )
    const findings = [...right, ...wrong]
    return ({ findings: submitted }) => {
      const batch = findings.slice(submitted.length, submitted.length + limits.batch)
      return batch.length > 0 ? { operation: 'submit_findings', findings: batch } : { operation: 'finalize' }
    }
  },
}

/** A finding about nothing that the row has, written in earnest. */
function mistake({ files, rubric }: Row, draw: (label: string, count: number) => number): Finding {
  const reviewed = files.filter(({ role }) => role === 'review')
  const file = reviewed[draw('file', reviewed.length)]
  const absent = kinds.filter(({ id }) => rubric.items.every((item) => !item.kinds.has(id)))
  const kind = absent[draw('kind', absent.length)]
  const severity = severities[draw('severity', severities.length)]
  if (!file || !kind || !severity) throw new Error('A row with nothing under review')
  const line = 1 + draw('line', file.lineCount)
  return {
    file: file.path,
    range: [line, line],
    kind: kind.id,
    severity,
    title: 'A mistake of mine',
    message:
      'When this line runs with the values of the second request, the result of the first one is lost.',
  }
}
