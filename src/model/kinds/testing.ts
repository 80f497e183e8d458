import { kindsOf } from './kind.ts'

export const testingKinds = kindsOf('testing', {
  'weak-assertion': { summary: 'A test would also pass if the code under test were wrong.' },
  'flaky-test': { summary: 'A test depends on time, order, randomness or the network.' },
  'test-pollution': { summary: 'A test leaves state behind that changes other tests.' },
})
