import { kindsOf } from './kind.ts'

export const concurrencyKinds = kindsOf('concurrency', {
  'race-condition': {
    cwe: [362],
    summary: 'The result depends on how overlapping operations interleave.',
    example: 'await saveBalance(account, (await loadBalance(account)) - amount)',
  },
  'check-then-act': {
    cwe: [367],
    parent: 'race-condition',
    summary: 'A condition is checked, and may no longer hold when it is acted upon.',
    example: 'if (await isFree(seat)) await book(seat, guest)',
  },
  'missing-await': {
    summary: 'An asynchronous operation is started and nobody waits for it.',
    example: 'The handler calls `orders.save(order)` without `await` and answers that it is saved.',
  },
  deadlock: {
    cwe: [833],
    summary: 'Operations wait for each other, or one for itself, so that none of them ever goes on.',
    example: 'One transfer locks account A and then B while another locks B and then A.',
  },
  'missing-lock-release': {
    parent: 'resource-leak',
    summary: 'A lock or slot is kept when the work under it fails.',
    example: 'lock.acquire(); export_report(); lock.release()',
  },
  'unbounded-concurrency': {
    cwe: [770],
    summary: 'Any number of operations is started at the same time.',
    example: 'await Promise.all(customers.map((customer) => sendMail(customer)))',
  },
  'cache-stampede': {
    parent: 'repeated-work',
    summary: 'Many callers that miss at once all do the same expensive work.',
    example: 'When the price list expires, every waiting request loads it from the database.',
  },
})
