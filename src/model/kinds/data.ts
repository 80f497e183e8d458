import { kindsOf } from './kind.ts'

export const dataKinds = kindsOf('data', {
  'missing-validation': {
    cwe: [20, 1284, 1286, 1287],
    summary: 'Input is used without checking its shape, range or size.',
    example: 'A transfer of -50 is accepted and takes money from the receiver.',
  },
  'encoding-error': {
    cwe: [172, 838, 174, 176],
    summary: 'Text or bytes are encoded, decoded, split or escaped wrongly.',
    example: 'body = "".join(chunk.decode("utf-8") for chunk in chunks)',
  },
  'type-coercion': {
    cwe: [704],
    summary: 'A silent conversion between types changes the meaning of a value.',
    example: "With `'2'` from a form, `quantity + 1` is `'21'`.",
  },
  'stale-cache': {
    summary: 'A cached value is served after what it came from has changed.',
    example: 'A new price is saved, and the product page shows the cached old one for a day.',
  },
  'wrong-cache-key': {
    summary: 'A cache key leaves out something that the value depends on.',
    example: 'cache.set(report.id, render(report, user.locale))',
  },
  'duplicate-processing': {
    cwe: [837],
    summary: 'The same message or request can take effect twice.',
    example: 'A payment webhook that is delivered twice ships the order twice.',
  },
  'data-loss': {
    summary: 'Records or fields are dropped or overwritten without anybody noticing.',
    example: 'Saving the profile form replaces the whole record, so fields not on the form are gone.',
  },
  'inconsistent-update': {
    summary: 'Things that must change together are changed apart, so that one can change without the other.',
    example: 'An order is marked as paid, and its invoice in a second call outside any transaction.',
  },
})
