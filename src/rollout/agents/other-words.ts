import type { Control } from './agent.ts'
import { perfectFinding, submitting } from './oracle.ts'

export const otherWords: Control = {
  name: 'other-words',
  summary:
    'Reports every defect in the last of the author’s wordings, recommends and mends nothing, then finalizes.',
  start: ({ rubric }) =>
    submitting(
      rubric.items.map((item) => {
        const { recommendation: _, ...finding } = perfectFinding(item)
        return { ...finding, message: item.source.accepts.at(-1) ?? finding.message }
      }),
    ),
}
