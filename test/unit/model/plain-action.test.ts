import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actionShape, operations, plainActionShape } from '../../../src/model/action.ts'
import { createGuard } from '../../../src/model/conformity.ts'
import { createValidator } from '../../../src/model/validator.ts'

const isPlain = createGuard(plainActionShape)
const validate = createValidator(actionShape, 'lax')

const finding = {
  file: 'src/a.ts',
  range: [1, 2],
  kind: 'off-by-one',
  cwe: 193,
  severity: 'low',
  title: 'The last page is left out',
  message: 'The loop ends one page too early, so the last one is never asked for.',
  recommendation: 'Ask until nothing is left.',
  confidence: 0.5,
  witness: null,
}

/** Values that coercion may take for others. */
const odd = fc.constantFrom<unknown>(
  null,
  '',
  '7',
  7,
  0,
  true,
  false,
  'null',
  [],
  [1],
  ['1', 2],
  [2, 1],
  {},
  'a'.repeat(700),
)

/** Findings as they should be, some of whose keys are missing or hold something odd. */
const findings = fc
  .record({
    without: fc.subarray(Object.keys(finding)),
    odd: fc.dictionary(fc.constantFrom(...Object.keys(finding)), odd, { maxKeys: 1 }),
  })
  .map((change) => ({
    ...Object.fromEntries(
      Object.entries(finding).filter(([key]) => !change.without.slice(0, 2).includes(key)),
    ),
    ...change.odd,
  }))

const actions = fc.record(
  {
    operation: fc.oneof(fc.constantFrom<unknown>(...operations), odd),
    findings: fc.oneof(
      { weight: 4, arbitrary: fc.array(findings, { maxLength: 3 }) },
      { weight: 1, arbitrary: odd },
    ),
    patch: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: odd }),
    metadata: fc.oneof(fc.constant(null), fc.constant({ request_id: '7', more: ['1'] }), odd),
  },
  { requiredKeys: ['operation'] },
)

test('an action without witness and patch that is right as it is, is read as it is', () => {
  let plain = 0
  fc.assert(
    fc.property(actions, (action) => {
      if (!isPlain(action)) return
      plain += 1
      expect(validate(action)).toEqual({ ok: true, value: action })
    }),
    { seed: 20_261_129, numRuns: 5000 },
  )
  expect(plain).toBeGreaterThan(200)
})

test('a finding as models write it is plain', () => {
  expect(isPlain({ operation: 'submit_findings', findings: [finding], patch: null, metadata: null })).toBe(
    true,
  )
})

test.each([
  ['a witness', { operation: 'submit_findings', findings: [{ ...finding, witness: { expression: '1' } }] }],
  ['a patch', { operation: 'submit_patch', patch: { files: [] } }],
  ['a number as a text', { operation: 'submit_findings', findings: [{ ...finding, confidence: '0.5' }] }],
])('%s is left to coercion', (_, action) => {
  expect(isPlain(action)).toBe(false)
})
