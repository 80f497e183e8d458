import { kindsOf } from './kind.ts'

export const dataKinds = kindsOf('data', {
  'missing-validation': { cwe: [20], summary: 'Input is used without checking its shape, range or size.' },
  'encoding-error': {
    cwe: [838, 116],
    summary: 'Text or bytes are encoded, decoded, split or escaped wrongly.',
  },
  'type-coercion': {
    cwe: [704],
    summary: 'A silent conversion between types changes the meaning of a value.',
  },
  'stale-cache': { summary: 'A cached value is served after what it came from has changed.' },
  'wrong-cache-key': { summary: 'A cache key leaves out something that the value depends on.' },
  'duplicate-processing': { cwe: [837], summary: 'The same message or request can take effect twice.' },
  'data-loss': { summary: 'Records or fields are dropped or overwritten without anybody noticing.' },
  'inconsistent-update': { cwe: [662], summary: 'Things that must change together can be changed apart.' },
})
