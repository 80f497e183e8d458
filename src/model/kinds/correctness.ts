import { kindsOf } from './kind.ts'

export const correctnessKinds = kindsOf('correctness', {
  'off-by-one': { cwe: [193], summary: 'A bound, index or count is wrong by one.' },
  'wrong-operator': { cwe: [480], summary: 'An operator or comparison is not the one that was meant.' },
  'inverted-condition': {
    cwe: [670],
    summary: 'A condition is true exactly when it should be false, or misses a term.',
  },
  'missing-case': { cwe: [478], summary: 'A legal value or branch is not handled.' },
  'null-dereference': { cwe: [476], summary: 'A value that may be absent is used as if it were there.' },
  'falsy-value-confusion': { summary: 'Zero, the empty text or false is treated as absent.' },
  'equality-confusion': {
    cwe: [595, 597],
    summary: 'Things are compared by identity or by loose equality when they should be compared by value.',
  },
  'precision-loss': {
    cwe: [1339, 682],
    summary: 'Rounding or floating point changes a value that must be exact, such as money.',
  },
  'division-by-zero': { cwe: [369], summary: 'A divisor can be zero.' },
  'infinite-loop': { cwe: [835], summary: 'A loop or recursion has an input on which it never ends.' },
  'wrong-sort-order': { summary: 'Things are ordered by the wrong key, as text, or in the wrong direction.' },
  'time-zone-error': { summary: 'A moment, a local date and a zone are mixed up.' },
  'shared-mutable-state': {
    summary: 'A default, constant or argument that others hold is changed in place.',
  },
  'late-binding': {
    summary: 'A closure sees the last value of a variable instead of the one at its creation.',
  },
  'iterator-misuse': {
    summary: 'A collection changes while it is walked, or a one-shot iterator is walked twice.',
  },
})
