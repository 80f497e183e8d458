import { kindsOf } from './kind.ts'

export const correctnessKinds = kindsOf('correctness', {
  'off-by-one': {
    cwe: [193],
    summary: 'A bound, index or count is wrong by one.',
    example: 'for (let i = 0; i <= lines.length; i++) total += lines[i].price',
  },
  'wrong-operator': {
    cwe: [480],
    summary: 'An operator or comparison is not the one that was meant.',
    example: 'stock =+ delivery.count',
  },
  'inverted-condition': {
    summary: 'A condition is true exactly when it should be false, or leaves out a term that it needs.',
    example: 'if (!order.isPaid) ship(order)',
  },
  'missing-case': {
    cwe: [478],
    summary: 'A value that can legally occur has no branch that handles it.',
    example: 'The `switch` over payment states has no branch for `refunded`.',
  },
  'null-dereference': {
    cwe: [476],
    summary: 'A value that may be absent is used as if it were there.',
    example: 'const city = customers.find(({ id }) => id === wanted).address.city',
  },
  'falsy-value-confusion': {
    summary: 'Zero, the empty text or false is treated as absent.',
    example: 'const discount = order.discount || DEFAULT_DISCOUNT',
  },
  'equality-confusion': {
    cwe: [595, 597],
    summary: 'Things are compared by identity or by loose equality when they should be compared by value.',
    example: 'if (delivery.date === new Date(2026, 0, 1)) addHolidayFee(delivery)',
  },
  'precision-loss': {
    cwe: [1339],
    summary: 'Rounding or floating point changes a value that must be exact, such as money.',
    example: 'total = sum(float(line.price) * line.quantity for line in lines)',
  },
  'division-by-zero': {
    cwe: [369],
    summary: 'A divisor can be zero.',
    example: 'average = sum(ratings) / len(ratings)',
  },
  'infinite-loop': {
    cwe: [835, 674],
    summary: 'A loop or recursion has an input on which it never ends.',
    example: 'while (remaining !== 0) remaining -= batchSize',
  },
  'wrong-sort-order': {
    summary: 'Things are ordered by the wrong key, as text, or in the wrong direction.',
    example: 'A plain `prices.sort()` compares as text and puts 100 before 20.',
  },
  'time-zone-error': {
    summary: 'A moment is confused with a local date or time, or is read in the wrong zone.',
    example: 'const localDay = new Date().toISOString().slice(0, 10)',
  },
  'shared-mutable-state': {
    cwe: [471],
    summary: 'A default, constant or argument that others hold is changed in place.',
    example: 'def add_item(item, cart=[]): cart.append(item)',
  },
  'late-binding': {
    summary: 'A closure sees the last value of a variable instead of the one at its creation.',
    example: 'handlers = [lambda: notify(region) for region in regions]',
  },
  'iterator-misuse': {
    summary: 'A collection changes while it is walked, or a one-shot iterator is walked twice.',
    example: 'for (const job of jobs) if (job.isDone) jobs.splice(jobs.indexOf(job), 1)',
  },
})
