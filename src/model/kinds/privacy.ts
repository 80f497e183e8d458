import { kindsOf } from './kind.ts'

export const privacyKinds = kindsOf('privacy', {
  'sensitive-data-logging': { cwe: [532], summary: 'Secrets or personal data are written to a log.' },
  'sensitive-data-exposure': {
    cwe: [200, 201],
    summary: 'A response carries more personal or internal data than the caller should get.',
  },
  'error-detail-exposure': {
    cwe: [209],
    summary: 'An error message tells a stranger about the inside of the system.',
  },
  'excessive-retention': { summary: 'Personal data is kept after its purpose or its deletion.' },
})
