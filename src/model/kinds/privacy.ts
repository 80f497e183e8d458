import { kindsOf } from './kind.ts'

export const privacyKinds = kindsOf('privacy', {
  'sensitive-data-logging': {
    cwe: [532],
    summary: 'Secrets or personal data are written to a log.',
    example: 'logger.info("login %s %s", email, password)',
  },
  'sensitive-data-exposure': {
    cwe: [201, 200, 359],
    summary: 'A response carries more personal or internal data than the caller should get.',
    example: 'return response.json(await db.findUser(request.params.id))',
  },
  'error-detail-exposure': {
    cwe: [209],
    parent: 'sensitive-data-exposure',
    summary: 'An error message tells a stranger about the inside of the system.',
    example: 'return response.status(500).send(error.stack)',
  },
  'excessive-retention': {
    summary: 'Personal data is kept after its purpose has ended or its deletion was asked for.',
    example: 'Closing an account leaves its address and phone number in the export table.',
  },
})
