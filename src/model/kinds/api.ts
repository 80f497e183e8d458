import { kindsOf } from './kind.ts'

export const apiKinds = kindsOf('api', {
  'breaking-change': {
    cwe: [439],
    summary: 'An existing caller stops working or silently gets something else.',
    example: 'The response field `total` becomes `totalCents`, and existing clients read `undefined`.',
  },
  'wrong-status-code': {
    cwe: [393],
    summary: 'A failure is answered as success, or the other way round, or as the wrong failure.',
    example: "return response.status(200).json({ error: 'Order not found' })",
  },
  'pagination-error': {
    summary: 'Pages overlap, miss entries or never end.',
    example: 'const rows = orders.slice(page * size, (page + 1) * size + 1)',
  },
  'ignored-parameter': {
    summary: 'An argument or option is accepted and has no effect.',
    example: 'def list_orders(status=None): return db.orders.all()',
  },
})
