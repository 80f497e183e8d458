import { kinds } from './kinds/kinds.ts'
import {
  type Infer,
  integer,
  integerPair,
  nothing,
  nullable,
  number,
  object,
  optional,
  string,
  word,
} from './shape.ts'
import { witnessShape } from './witness.ts'

/** From worst to mildest; neighbours are one step apart. */
export const severities = ['critical', 'high', 'medium', 'low'] as const
export type SeverityWord = (typeof severities)[number]

/** The most lines that one finding may span. */
export const MAX_RANGE_LINES = 5

const kindWord = word(
  'What sort of defect it is: one word of the closed vocabulary.',
  kinds.map(({ id }) => id),
)

const keys = {
  file: string('Path of the file, as in the observation.', { minLength: 1, maxLength: 200 }),
  range: integerPair(`First and last line, 1-based and inclusive; at most ${MAX_RANGE_LINES} lines.`, {
    minimum: 1,
  }),
  kind: optional(nullable(kindWord)),
  cwe: optional(
    nullable(
      integer('A CWE number instead of `kind`, where it maps to one kind.', { minimum: 1, maximum: 9999 }),
    ),
  ),
  severity: word('How bad it is.', severities),
  title: string('The issue in a few words.', { minLength: 1, maxLength: 120 }),
  message: string('Cause and consequence.', { minLength: 30, maxLength: 800 }),
  recommendation: optional(nullable(string('What to do about it.', { maxLength: 600 }))),
  confidence: optional(nullable(number('How sure the agent is. Default: 0.5.', { minimum: 0, maximum: 1 }))),
  witness: optional(nullable(witnessShape)),
}

const about = 'One issue found in the code under review.'

/** One issue that an agent reports. */
export const findingShape = object(about, keys)

/** The same without a witness. */
export const plainFindingShape = object(about, { ...keys, witness: optional(nothing('No witness.')) })

export type Finding = Infer<typeof findingShape>
