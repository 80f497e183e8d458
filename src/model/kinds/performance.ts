import { kindsOf } from './kind.ts'

export const performanceKinds = kindsOf('performance', {
  'quadratic-complexity': { cwe: [407], summary: 'The work grows much faster than the input for no need.' },
  'query-in-loop': {
    cwe: [1073],
    summary: 'One query or request is made for each element instead of one for all.',
  },
  'blocking-call': { summary: 'A synchronous or long call holds up everything else.' },
  'repeated-work': { cwe: [1050], summary: 'The same expensive result is computed again and again.' },
})
