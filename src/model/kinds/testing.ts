import { kindsOf } from './kind.ts'

export const testingKinds = kindsOf('testing', {
  'weak-assertion': {
    summary: 'A test would also pass if the code under test were wrong.',
    example: 'expect(invoice).toBeDefined()',
  },
  'flaky-test': {
    summary: 'A test passes or fails by chance: it depends on time, order, randomness or the network.',
    example: 'expect(Date.now() - start).toBeLessThan(50)',
  },
  'test-pollution': {
    summary: 'A test leaves state behind that changes other tests.',
    example: 'One test sets `process.env.TZ` and never restores it.',
  },
})
