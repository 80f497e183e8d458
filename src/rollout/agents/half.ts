import type { Control } from './agent.ts'
import { perfectFinding, submitting } from './oracle.ts'

export const half: Control = {
  name: 'half',
  summary: 'Reports every other defect perfectly and nothing else, then finalizes.',
  start: ({ rubric }) =>
    submitting(rubric.items.filter((_, index) => index % 2 === 0).map((item) => perfectFinding(item))),
}
