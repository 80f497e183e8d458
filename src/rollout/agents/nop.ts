import type { Agent } from './agent.ts'

export const nop: Agent = {
  name: 'nop',
  summary: 'Finalizes at once: earns 0 on every row with defects.',
  start: () => () => ({ operation: 'finalize' }),
}
