import { actionShape } from './action.ts'
import { ledgerShape } from './ledger.ts'
import { policyShape } from './policy.ts'
import {
  boolean,
  type Infer,
  integer,
  list,
  literal,
  nullable,
  number,
  object,
  record,
  string,
  word,
} from './shape.ts'
import { verdictsShape } from './verdict.ts'

export const TRAJECTORY_FORMAT = 'reviewgym-trajectory/1'
export const RUN_FORMAT = 'reviewgym-run/1'

/** What became of a rollout: graded, the model’s fault, or ours. */
export const outcomes = ['scored', 'invalid', 'unscored', 'error'] as const

/** The stored record of one rollout: enough to play it again. */
export const trajectoryShape = object('The record of one rollout.', {
  format: literal(TRAJECTORY_FORMAT, 'Name and version of this format.'),
  bundle: string('SHA-256 of the bundle.'),
  grader: string('Version of the grading rules.'),
  agent: string('Who played.'),
  seed: integer('What the agent’s own chance was drawn from.', { minimum: 0 }),
  task_id: string('The task.'),
  row: integer('The row.', { minimum: 0 }),
  variant: string('The variant that was served.'),
  policy: policyShape,
  steps: list(
    'The actions with what they earned.',
    object('One step.', {
      action: actionShape,
      reward: number('What it earned.'),
      done: boolean('Whether it ended the episode.'),
      problem: nullable(string('Why it had no effect.')),
      verdicts: nullable(verdictsShape),
    }),
  ),
  ledger: ledgerShape,
  outcome: word('What became of it.', outcomes),
  score: nullable(number('The score, where there is one.')),
  maximum: number('The most that this row can give.'),
  components: record('The parts of the score.', number('A part.')),
})

export type Trajectory = Infer<typeof trajectoryShape>

const meansShape = object('Figures of a group of rollouts.', {
  requested: integer('Rollouts asked for: the sum of the four outcomes.', { minimum: 0 }),
  scored: integer('Graded.', { minimum: 0 }),
  invalid: integer('Without a readable answer.', { minimum: 0 }),
  unscored: integer('Lost by our fault, left out of the means.', { minimum: 0 }),
  error: integer('Broken otherwise, left out of the means.', { minimum: 0 }),
  mean_score: nullable(number('Mean score of the graded ones; null where there is none.')),
  at_maximum: integer('How many reached the maximum of their row.', { minimum: 0 }),
})

/** The figures of a run folder. */
export const runShape = object('The summary of a run.', {
  format: literal(RUN_FORMAT, 'Name and version of this format.'),
  bundle: string('SHA-256 of the bundle.'),
  grader: string('Version of the grading rules.'),
  agent: string('Who played.'),
  proved: boolean('Whether the bundle’s tasks were proved by running them.'),
  all: meansShape,
  by_split: record('By split.', meansShape),
})

export type Run = Infer<typeof runShape>
export type RunFigures = Infer<typeof meansShape>
