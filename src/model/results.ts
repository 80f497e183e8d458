import { profileNames } from './policy-words.ts'
import {
  boolean,
  type Infer,
  integer,
  json,
  list,
  literal,
  nullable,
  number,
  object,
  record,
  string,
  word,
} from './shape.ts'
import { outcomes, playerTypes } from './trajectory.ts'

export const RUN_FORMAT = 'reviewgym-run/2'
export const RESULTS_FORMAT = 'reviewgym-results/1'

const count = (description: string) => integer(description, { minimum: 0 })
const share = (description: string) => nullable(number(description, { minimum: 0, maximum: 1 }))
const text = (description: string) => string(description)

/** What was asked of a run: `run.json` in its folder, written before the first episode. */
export const runShape = object('What was asked of a run.', {
  format: literal(RUN_FORMAT, 'Name and version of this format.'),
  version: text('The version of reviewgym that played.'),
  bundle: nullable(text('SHA-256 of the bundle; null where it is not known.')),
  grader: nullable(text('Version of the grading rules; null where it is not known.')),
  proved: nullable(
    boolean('Whether the bundle’s tasks were proved by running them; null where it is not known.'),
  ),
  attacked: nullable(
    boolean(
      'Whether cheaters played the bundle’s tasks and stayed within bounds; null where it is not known.',
    ),
  ),
  player: object('Who acted.', { type: word('Of what sort.', playerTypes), name: text('Its name.') }),
  environment: text('`in-process`, or the address of the server that was played against.'),
  settings: json('All else that the answers hang on: sampling, protocol, SHA-256 of the prompt’s template.'),
  seeds: integer('Seeds a row.', { minimum: 1 }),
  epochs: integer('Episodes a seed.', { minimum: 1 }),
  planned: list('The identities of the episodes, in the order of the plan.', text('SHA-256.')),
  prices: object('US dollars for a million tokens; null where they were not said.', {
    input: nullable(number('Sent.', { minimum: 0 })),
    output: nullable(number('Received.', { minimum: 0 })),
  }),
  success: number('The share of its row’s maximum from which an episode counts as a success.', {
    minimum: 0,
    maximum: 1,
  }),
})

const countsShape = object('Rollouts by what became of them: requested is the sum of the others.', {
  requested: count('Asked for.'),
  ...Object.fromEntries(outcomes.map((name) => [name, count('So many.')])),
} as Record<'requested' | (typeof outcomes)[number], ReturnType<typeof count>>)

const scoreShape = object('Scores of the graded rollouts; null where there is none.', {
  mean: nullable(number('Their mean.')),
  standard_error: nullable(number('Of the mean, clustered by task; null with fewer than two tasks.')),
  interval: nullable(list('The mean’s 95 % confidence interval, clustered by task.', number('A bound.'))),
  share_of_maximum: nullable(number('Mean of score over the row’s maximum, rows that can give something.')),
  at_maximum: count('How many reached the maximum of their row.'),
})

const foundShape = object('How well defects were found, over the graded rollouts.', {
  items: count('Items that were there to be found, each in each rollout.'),
  found: count('Of these claimed by a finding.'),
  explained: count('Of these also explained, by words or by a witness.'),
  recall: share('found / items; null where there was nothing to find.'),
  findings: count('Findings, neutral ones left out.'),
  credited: count('Of these credited.'),
  precision: share('credited / findings; null where nothing was reported.'),
})

const groupShape = object('The figures of a group of rollouts.', {
  outcomes: countsShape,
  score: scoreShape,
  found: foundShape,
  pass_at: record(
    'For k: the chance that one of k episodes of a row succeeds, mean over rows.',
    number('In [0, 1].'),
  ),
})

/** The figures of a run: `inference_results.json` in its folder. A function of the trajectories and of `run.json` alone. */
export const resultsShape = object('The figures of a run.', {
  format: literal(RESULTS_FORMAT, 'Name and version of this format.'),
  bundle: nullable(text('SHA-256 of the bundle.')),
  grader: nullable(text('Version of the grading rules.')),
  proved: nullable(boolean('Whether the bundle’s tasks were proved.')),
  attacked: nullable(boolean('Whether cheaters played them.')),
  player: object('Who acted.', { type: word('Of what sort.', playerTypes), name: text('Its name.') }),
  settings: json('As in `run.json`.'),
  success: number('As in `run.json`.'),
  all: groupShape,
  by_split: record('By split.', groupShape),
  by_task: record('By task.', groupShape),
  by_category: record('Found by category of the item, reported by category of the finding.', foundShape),
  by_kind: record('The same by kind.', foundShape),
  classes: record('How many findings turned out to be what.', count('So many.')),
  calibration: object(
    'Stated confidences against what the findings turned out to be; neutral and raised ones left out.',
    {
      findings: count('Findings.'),
      brier: nullable(number('Mean squared error of the confidences.')),
      error: nullable(number('Expected calibration error over the bins.')),
      bins: list(
        'Ten bins of equal width.',
        object('A bin.', {
          from: number('From here, exclusive but for 0.'),
          to: number('To here, inclusive.'),
          findings: count('Findings.'),
          confidence: nullable(number('Their mean confidence.')),
          right: nullable(number('The share that was credited.')),
        }),
      ),
    },
  ),
  hints: object('Hints.', {
    taken: count('In all.'),
    rollouts: count('Graded rollouts that took one.'),
    mean: nullable(number('A graded rollout.')),
  }),
  patches: object('Patches.', {
    submitted: count('That were run.'),
    accepted: count('Of these accepted.'),
    mendable: count('Claimed items of rollouts that submitted a patch.'),
    mended: count('Of these mended by the last accepted patch.'),
    success: share('mended / mendable; null where nothing was patched.'),
  }),
  steps: object('Steps.', {
    mean: nullable(number('A graded rollout.')),
    score_after: list(
      'The mean score after each step, ended rollouts keeping theirs.',
      number('In [-1, 1].'),
    ),
    first_attempt: nullable(
      number('Mean score right after the first findings; rollouts with findings alone.'),
    ),
    improvement: nullable(
      number('Mean of the final score less that of the first attempt, the same rollouts.'),
    ),
  }),
  answers: object('Answers of the model.', {
    total: count('In all.'),
    unreadable: count('Of these without a readable action.'),
    tries: count('Requests that they took.'),
  }),
  usage: object('Cost.', {
    input: count('Tokens sent.'),
    output: count('Tokens received.'),
    dollars: nullable(number('Where prices were said.')),
  }),
  reasons: record('Why rollouts were not scored, and how often.', count('So many.')),
  rollouts: list(
    'Every rollout, in the order of the plan.',
    object('A rollout.', {
      identity: text('SHA-256 of all that decides how it goes.'),
      task_id: text('The task.'),
      row: count('The row.'),
      variant: nullable(text('The variant, where it is known.')),
      profile: word('The price list.', profileNames),
      seed: nullable(count('Its seed.')),
      epoch: count('Its epoch.'),
      outcome: word('What became of it.', outcomes),
      reason: nullable(text('Why it was not scored.')),
      score: nullable(number('The score, where there is one.')),
      maximum: nullable(number('The most that the row can give.')),
      steps: count('Steps.'),
    }),
  ),
})

export type Run = Infer<typeof runShape>
export type Results = Infer<typeof resultsShape>
export type GroupFigures = Infer<typeof groupShape>
export type FoundFigures = Infer<typeof foundShape>
