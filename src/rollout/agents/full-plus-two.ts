import { drawIndex } from '../../core/draw.ts'
import type { Control } from './agent.ts'
import { mistake } from './mistake.ts'
import { perfectFinding, submitting } from './oracle.ts'

export const fullPlusTwo: Control = {
  name: 'full-plus-two',
  summary: 'Reports every defect perfectly and two things that are none, mends nothing, then finalizes.',
  start(row, seed) {
    const wrong = ['first', 'second'].map((which) =>
      mistake(row, (label, count) =>
        drawIndex(`full-plus-two/${seed}/${row.task.id}/${row.number}/${which}/${label}`, count),
      ),
    )
    return submitting([...row.rubric.items.map((item) => perfectFinding(item)), ...wrong])
  },
}
