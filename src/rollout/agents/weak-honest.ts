import { drawIndex } from '../../core/draw.ts'
import type { Control } from './agent.ts'
import { mistake } from './mistake.ts'
import { perfectFinding, submitting } from './oracle.ts'

/** Share of the items that it finds, and of its findings that are right. */
const RECALL = 0.3
const PRECISION = 0.4

export const weakHonest: Control = {
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
    return submitting([...right, ...wrong])
  },
}
