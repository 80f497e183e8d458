import { callsShape, outcomesShape } from './call.ts'
import { severities } from './finding.ts'
import { splits } from './policy-words.ts'
import {
  type Infer,
  integer,
  integerPair,
  json,
  list,
  literal,
  nullable,
  object,
  optional,
  record,
  string,
  word,
} from './shape.ts'

/** The format that this version writes. Bundles of format 1 are read too: they are the same without changes. */
export const BUNDLE_FORMAT = 'reviewgym-bundle/2'

const digest = (description: string) => string(description, { pattern: '^[0-9a-f]{64}$' })
const text = (description: string) => string(description)

const linesShape = object('Lines of a served file.', {
  path: text('The file.'),
  lines: integerPair('First and last, 1-based and inclusive.', { minimum: 1 }),
})

export type Lines = Infer<typeof linesShape>

const fileKeys = {
  path: text('Its name.'),
  role: word('Whether it is under review.', ['review', 'given']),
  content: digest('Key of its text in `contents`.'),
}

const filesShape = (description: string) => list(description, object('A file.', fileKeys))

const servedFilesShape = list(
  'The files of one row.',
  object('A file.', {
    ...fileKeys,
    before: optional(
      nullable(
        digest(
          'Key of its text before the change under review; null where the change adds it. Not there where no change is shown.',
        ),
      ),
    ),
    diff: optional(digest('Key of the unified diff from the one to the other.')),
  }),
)

const publicTaskShape = object('What an agent may see of a task.', {
  id: text('The task.'),
  title: text('In a few words.'),
  language: text('Language of the code.'),
  split: word('Its split.', splits),
  difficulty: text('easy, medium or hard.'),
  tags: list('Topics.', text('A topic.')),
  context: text('What a reviewer is told.'),
  fixtures: record('What the code is run with.', json('A fixture.')),
  hints: list('Told on request, in this order.', text('A hint.')),
  rows: list('The served programs; the row number is the index.', servedFilesShape),
})

const conceptIds = (description: string) => list(description, text('A concept.'))

const evidenceShape = object('What a text must express to explain an item.', {
  all: list('Of each group some concept.', conceptIds('A group.')),
  any: nullable(
    object('Enough of these.', { of: conceptIds('Concepts.'), min: integer('How many.', { minimum: 1 }) }),
  ),
  none: conceptIds('Nothing of these.'),
})

const caseShape = object('One input that shows a defect.', {
  calls: callsShape,
  actual: outcomesShape,
  expected: outcomesShape,
  expected_any: optional(list('Outcomes that are as right as `expected`.', outcomesShape)),
})

const privateItemShape = object('A rubric item.', {
  id: text('The item.'),
  kind: text('Its kind.'),
  accept_kinds: list('Kinds that are right too.', text('A kind.')),
  severity: word('Its severity.', severities),
  accept_severities: list(
    'Severities that are right whatever the distance.',
    word('A severity.', severities),
  ),
  why: text('For people.'),
  accepts: list('Right texts.', text('A text.')),
  rejects: list('Wrong texts.', text('A text.')),
  evidence: evidenceShape,
  remedy: list('What a recommendation must express: of each group some concept.', conceptIds('A group.')),
  recommendation: text('A recommendation that expresses it.'),
  cases: list('What running shows of it.', caseShape),
})

const markShape = object('A decoy or an accepted entry.', {
  id: text('Its name.'),
  kinds: list('The kinds that it is about.', text('A kind.')),
  why: text('For people.'),
})

const privateRowShape = object('What grading needs to know of one row.', {
  variant: text('Its name: the items that it has.'),
  maximum: object('The most that the row can give, in units of 2^-20, by profile.', {
    strict: integer('Under `strict`.'),
    learn: integer('Under `learn`.'),
  }),
  items: list(
    'The items that are present.',
    object('One of them.', {
      id: text('The item.'),
      scope: linesShape,
      anchor: linesShape,
      also: list('Equally right.', linesShape),
      fixed: filesShape('The row’s program with only this item fixed; texts in either `contents`.'),
    }),
  ),
  decoys: list('Where the decoys are.', object('One of them.', { id: text('The decoy.'), at: linesShape })),
  accepted: list(
    'Where the accepted entries are.',
    object('One of them.', { id: text('The entry.'), at: linesShape }),
  ),
})

export const privateTaskShape = object('What an agent must not see of a task.', {
  items: list('The rubric.', privateItemShape),
  decoys: list('The decoys.', markShape),
  accepted: list('The accepted entries.', markShape),
  tests: list(
    'What holds on every variant.',
    object('One test.', { calls: callsShape, expected: outcomesShape }),
  ),
  reference: filesShape('The program with every item fixed; texts in either `contents`.'),
  rows: list('As the public rows, in the same order.', privateRowShape),
})

const proofShape = object('What was shown by running every task’s programs before the bundle was written.', {
  version: text('The version of reviewgym that showed it.'),
  sandbox: text('The version of the rules by which programs run.'),
  limits: object('What one run might use.', {
    fuel: integer('Units of 10 000 interpreter steps.', { minimum: 1 }),
    jobs: integer('Turns of the event loop.', { minimum: 1 }),
  }),
  tasks: record(
    'By task id.',
    object('What was shown of one task.', {
      variants: integer('Programs that were run.', { minimum: 1 }),
      witnessed: integer('Items whose every case flips under its own fix and no other.', { minimum: 0 }),
      cases: integer('Cases, each on every variant.', { minimum: 0 }),
      tests: integer('Tests, each on every variant.', { minimum: 1 }),
    }),
  ),
})

export type Proof = Infer<typeof proofShape>

const attacksShape = object(
  'Which cheaters played every task before the bundle was written, and stayed within bounds.',
  {
    battery: text('The version of the battery.'),
    exploits: integer('Policies.', { minimum: 1 }),
    seeds: integer('Episodes a row for those that play by chance.', { minimum: 1 }),
  },
)

export type Attacks = Infer<typeof attacksShape>

/** A compiled corpus. `sha256` is that of the canonical JSON of everything else in it. */
export const bundleShape = object('A compiled corpus.', {
  format: literal(BUNDLE_FORMAT, 'Name and version of this format.'),
  sha256: digest('Of the canonical JSON of all other keys.'),
  grader: text('The version of the grading rules that it was compiled for.'),
  proof: nullable(proofShape),
  attacks: nullable(attacksShape),
  public: object('What agents may see.', {
    contents: record(
      'Texts of served files, and of what is shown beside them, by their SHA-256.',
      text('A text.'),
      '^[0-9a-f]{64}$',
    ),
    tasks: list('Sorted by id.', publicTaskShape),
  }),
  private: object('What agents must not see before an episode is done.', {
    contents: record(
      'Texts of files that no row serves, by their SHA-256.',
      text('A text.'),
      '^[0-9a-f]{64}$',
    ),
    tasks: record('By task id.', privateTaskShape),
    concepts: record('Patterns by concept.', list('Patterns.', text('A pattern.'))),
    heads: record('The head concept of each kind.', text('A concept.')),
  }),
})

export type Bundle = Infer<typeof bundleShape>
export type PublicTask = Infer<typeof publicTaskShape>
export type PrivateTask = Infer<typeof privateTaskShape>
export type PrivateItem = Infer<typeof privateItemShape>
export type PrivateRow = Infer<typeof privateRowShape>
export type WitnessCase = Infer<typeof caseShape>
export type FileList = Infer<ReturnType<typeof filesShape>>
export type ServedFileList = Infer<typeof servedFilesShape>
