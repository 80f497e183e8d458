import { kindsOf } from './kind.ts'

export const apiKinds = kindsOf('api', {
  'breaking-change': {
    cwe: [439],
    summary: 'An existing caller stops working or silently gets something else.',
  },
  'wrong-status-code': {
    cwe: [393],
    summary: 'A failure is answered as success, or the other way round, or as the wrong failure.',
  },
  'pagination-error': { summary: 'Pages overlap, miss entries or never end.' },
  'ignored-parameter': { summary: 'An argument or option is accepted and has no effect.' },
})
