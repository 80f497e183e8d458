import { kindsOf } from './kind.ts'

export const performanceKinds = kindsOf('performance', {
  'quadratic-complexity': {
    cwe: [407],
    summary: 'The work grows much faster than the input for no need.',
    example: 'unique = [row for i, row in enumerate(rows) if row not in rows[:i]]',
  },
  'query-in-loop': {
    cwe: [1050, 1073],
    summary: 'One query or request is made for each element instead of one for all.',
    example: 'for (const order of orders) order.customer = await db.findCustomer(order.customerId)',
  },
  'blocking-call': {
    cwe: [1322],
    summary: 'A synchronous or long call holds up everything else that runs on the same thread.',
    example: "app.get('/report', (request, response) => response.send(readFileSync(REPORT)))",
  },
  'repeated-work': {
    summary: 'The same expensive result is computed again and again.',
    example: 'const amounts = lines.map((line) => line.price * loadRates()[line.currency])',
  },
})
