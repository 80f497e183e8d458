import { kindsOf } from './kind.ts'

export const reliabilityKinds = kindsOf('reliability', {
  'resource-leak': {
    cwe: [772, 404],
    summary: 'A connection, timer or other resource is not given back on every path.',
  },
  'file-handle-leak': {
    cwe: [775],
    parent: 'resource-leak',
    summary: 'An opened file is not closed on every path.',
  },
  'listener-leak': {
    cwe: [772],
    parent: 'resource-leak',
    summary: 'A listener or subscription is added and never removed.',
  },
  'unbounded-growth': { cwe: [770], summary: 'A map, queue or list grows for as long as the process lives.' },
  'missing-timeout': { cwe: [1088], summary: 'A call to another system may wait for ever.' },
  'retry-misuse': { summary: 'Retries come without limit or back-off, or repeat what must not be repeated.' },
  'swallowed-error': {
    cwe: [390],
    summary: 'An error is caught and the work goes on as if it had succeeded.',
  },
  'over-broad-catch': { cwe: [396], summary: 'A handler meant for one error catches all of them.' },
  'unhandled-error': {
    cwe: [755, 248],
    summary: 'An expected failure is not handled and takes more down than it should.',
  },
  'missing-rollback': {
    cwe: [460, 459],
    summary: 'Work that fails half-way leaves the first half in place.',
  },
})
