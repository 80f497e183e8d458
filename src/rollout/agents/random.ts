import { drawIndex } from '../../core/draw.ts'
import { type Finding, MAX_RANGE_LINES, severities } from '../../model/finding.ts'
import { kinds } from '../../model/kinds/kinds.ts'
import type { Control } from './agent.ts'
import { submitting } from './oracle.ts'

const MOST_FINDINGS = 4

export const random: Control = {
  name: 'random',
  summary: 'Reports up to four things drawn by chance: place, kind and severity; then finalizes.',
  start({ task, number, files }, seed) {
    const draw = (label: string, count: number) =>
      drawIndex(`random/${seed}/${task.id}/${number}/${label}`, count)
    const reviewed = files.filter(({ role }) => role === 'review')
    const findings = Array.from({ length: draw('findings', MOST_FINDINGS + 1) }, (_, index): Finding => {
      const file = reviewed[draw(`${index} file`, reviewed.length)]
      const kind = kinds[draw(`${index} kind`, kinds.length)]
      const severity = severities[draw(`${index} severity`, severities.length)]
      if (!file || !kind || !severity) throw new Error('A row with nothing under review')
      const first = 1 + draw(`${index} line`, file.lineCount)
      const last = Math.min(file.lineCount, first + draw(`${index} lines`, MAX_RANGE_LINES))
      return {
        file: file.path,
        range: [first, last],
        kind: kind.id,
        severity,
        title: kind.id,
        message: kind.summary.padEnd(30),
        confidence: draw(`${index} confidence`, 101) / 100,
      }
    })
    return submitting(findings)
  },
}
