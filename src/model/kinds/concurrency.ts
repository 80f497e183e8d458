import { kindsOf } from './kind.ts'

export const concurrencyKinds = kindsOf('concurrency', {
  'race-condition': { cwe: [362], summary: 'The result depends on how overlapping operations interleave.' },
  'check-then-act': {
    cwe: [367],
    parent: 'race-condition',
    summary: 'A condition is checked, and may no longer hold when it is acted upon.',
  },
  'missing-await': { summary: 'An asynchronous operation is started and nobody waits for it.' },
  deadlock: { cwe: [833], summary: 'Two operations wait for each other, or a lock is never released.' },
  'missing-lock-release': {
    cwe: [667],
    parent: 'deadlock',
    summary: 'A lock or slot is kept when the work under it fails.',
  },
  'unbounded-concurrency': { cwe: [770], summary: 'Any number of operations is started at the same time.' },
  'cache-stampede': { summary: 'Many callers that miss at once all do the same expensive work.' },
})
