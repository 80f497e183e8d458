import { kindsOf } from './kind.ts'

export const reliabilityKinds = kindsOf('reliability', {
  'resource-leak': {
    cwe: [772, 404],
    summary: 'A connection, timer or other resource is not given back on every path.',
    example: 'const client = await pool.connect(); await client.query(report); client.release()',
  },
  'file-handle-leak': {
    cwe: [775],
    parent: 'resource-leak',
    summary: 'An opened file is not closed on every path.',
    example: 'rows = list(csv.reader(open(statement_path)))',
  },
  'listener-leak': {
    cwe: [772],
    parent: 'resource-leak',
    summary: 'A listener or subscription is added and never removed.',
    example: "Each open of the chat calls `socket.on('message', show)` and closing it never calls `off`.",
  },
  'unbounded-growth': {
    cwe: [770],
    summary: 'A map, queue or list grows for as long as the process lives.',
    example: 'Every request id goes into the map `seen` and none is ever deleted.',
  },
  'missing-timeout': {
    cwe: [1088],
    summary: 'A call to another system may wait for ever.',
    example: 'rates = requests.get(RATES_URL).json()',
  },
  'retry-misuse': {
    summary: 'Retries come without limit or back-off, or repeat what must not be repeated.',
    example: 'while (true) { try { return await charge(card) } catch { continue } }',
  },
  'swallowed-error': {
    cwe: [390],
    summary: 'An error is caught and the work goes on as if it had succeeded.',
    example: 'await saveOrder(order).catch(() => {})',
  },
  'over-broad-catch': {
    cwe: [396],
    summary: 'A handler meant for one error catches all of them.',
    example: 'An `except Exception` meant for an unknown product also hides a misspelt attribute.',
  },
  'unhandled-error': {
    cwe: [248],
    summary: 'An expected failure is not handled and takes more down than it should.',
    example: 'One malformed message makes `JSON.parse` throw and stops the whole worker.',
  },
  'missing-rollback': {
    cwe: [460],
    summary: 'Work that fails half-way leaves the first half in place.',
    example: 'Stock is reserved, the payment fails, and the stock is never put back.',
  },
})
