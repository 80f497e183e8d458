import { branches } from './logic/branches.ts'
import { state } from './logic/state.ts'
import { values } from './logic/values.ts'
import type { Pack } from './pack.ts'

export const logic: Pack = {
  id: 'logic',
  summary: 'Conditions, absent and equal values, order, loops, and state that more than one holds.',
  concepts: { ...branches, ...values, ...state },
}
