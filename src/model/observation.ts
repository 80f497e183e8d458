import { operations } from './action.ts'
import { severities } from './finding.ts'
import { deliveries, feedbackLevels, profileNames } from './policy-words.ts'
import {
  boolean,
  type Infer,
  integer,
  integerPair,
  json,
  list,
  nullable,
  number,
  object,
  openObject,
  optional,
  record,
  string,
  word,
} from './shape.ts'

const text = (description: string) => string(description)

const snippetShape = object('One file of code.', {
  path: text('Its name.'),
  role: word('`review`: findings may be about it. `given`: shown as a surrounding.', ['review', 'given']),
  code: text('Its text.'),
  numbered: text('The same with line numbers, for reading.'),
  before: optional(
    nullable(
      text(
        'Its text before the change under review; null where the change adds the file. Not there where the change leaves the file alone, or no change is shown.',
      ),
    ),
  ),
  diff: optional(text('The unified diff from `before` to `code`; there where `before` is.')),
})

const ownFindingShape = object('A finding of this episode.', {
  index: integer('Its number, from 0.', { minimum: 0 }),
  step: integer('The step at which it was submitted.', { minimum: 1 }),
  file: text('As submitted.'),
  range: integerPair('As submitted.'),
  kind: nullable(text('As submitted.')),
  severity: word('As submitted.', severities),
  title: text('As submitted.'),
  has_witness: boolean('Whether it came with a witness.'),
  status: nullable(
    text(
      'What became of it, as far as the feedback level tells: `credited` or `not-credited`; at level `full` its class.',
    ),
  ),
})

const ownPatchShape = object('A patch of this episode.', {
  index: integer('Its number, from 0.', { minimum: 0 }),
  step: integer('The step at which it was submitted.', { minimum: 1 }),
  status: word(
    '`taken`: it loads and exports what it should; the last one that also keeps what works counts. `refused`: `problem` says why.',
    ['taken', 'refused'],
  ),
  problem: nullable(text('Why it was refused.')),
})

const pastActionShape = object('An action of this episode.', {
  step: integer('Its step.', { minimum: 1 }),
  operation: word('What it did.', operations),
  findings: integer('How many findings it carried.', { minimum: 0 }),
  problem: nullable(text('Why it had no effect, or what is wrong with its patch.')),
})

/** Everything that an agent is told, exactly. Nothing but the code depends on the row before the first action. */
const coachingShape = object('A summary of what is still to be found.', {
  covered: number('Share of the weight of all items that is claimed, 0 to 1.', { minimum: 0, maximum: 1 }),
  uncovered_categories: list('Categories of the items that nobody has claimed.', text('A category.')),
})

const answerShape = object('The rubric of the row.', {
  variant: text('The variant that was served.'),
  items: list(
    'Its items.',
    object('An item.', {
      id: text('Its name.'),
      kind: text('Its kind.'),
      severity: word('Its severity.', severities),
      why: text('Cause and consequence.'),
      file: text('Where.'),
      lines: integerPair('Its anchor.'),
      claimed: boolean('Whether a finding claimed it.'),
    }),
  ),
})

const observationKeys = {
  task_id: text('The task.'),
  row: integer('The number of the program served for this task.', { minimum: 0 }),
  title: text('The task in a few words.'),
  language: text('Language of the code.'),
  difficulty: text('easy, medium or hard.'),
  tags: list('Topics.', text('A topic.')),
  context: text('What a reviewer is told about the code.'),
  snippets: list('The code.', snippetShape),
  fixtures: record(
    'What the code is run with, by name: public, the same in every row.',
    openObject('As the task declares it, under `use` or `code`.', {
      signature: nullable(
        text('How it is used: a line of TypeScript for each member. Null where `code` shows it.'),
      ),
    }),
  ),
  guide: text('How a witness and a patch are written, with an example.'),
  kinds: list('The words allowed as `kind`.', text('A kind.')),
  operations: list('The operations allowed.', text('An operation.')),
  step: integer('Steps taken.', { minimum: 0 }),
  limits: object('What the episode allows.', {
    findings: integer('Findings in the episode.'),
    batch: integer('Findings in one action.'),
    hints: integer('Hints.'),
    patches: integer('Patches.'),
    steps: integer('Steps.'),
  }),
  feedback: word('How much is told.', feedbackLevels),
  delivery: word('When rewards are paid.', deliveries),
  profile: word('The price list.', profileNames),
  hints: list('The hints taken.', text('A hint.')),
  hints_left: integer('Hints that can still be requested.', { minimum: 0 }),
  findings: list('The findings submitted, in order.', ownFindingShape),
  patches: list('The patches submitted, in order.', ownPatchShape),
  patches_left: integer('Patches that can still be submitted.', { minimum: 0 }),
  history: list('The actions taken, in order.', pastActionShape),
  matched_categories: list(
    'Categories of the credited findings, as far as the level tells.',
    text('A category.'),
  ),
  credited: nullable(integer('How many findings were credited, as far as the level tells.', { minimum: 0 })),
  reward_components: record(
    'The parts of the score by name, as far as the level tells; they add up to it exactly.',
    number('A part of the score.'),
  ),
  coaching: nullable(coachingShape),
  answer: nullable(answerShape),
  problem: nullable(text('Why the last action had no effect.')),
  ignored: list('Keys of the reset that are not known here.', text('A key.')),
  score: nullable(number('The score, once the episode is done.')),
}

export const observationShape = object('What the agent sees.', observationKeys)

/** The observation as `/schema` publishes it: with the three keys that the wire carries beside it. */
export const publishedObservationShape = object('What the agent sees.', {
  ...observationKeys,
  done: optional(boolean('Whether the episode is over.')),
  reward: optional(nullable(number('What the step earned; null on reset.'))),
  metadata: optional(record('Nothing is put here.', json('Anything.'))),
})

export type Observation = Infer<typeof observationShape>
export type OwnFinding = Infer<typeof ownFindingShape>
export type OwnPatch = Infer<typeof ownPatchShape>
export type PastAction = Infer<typeof pastActionShape>
