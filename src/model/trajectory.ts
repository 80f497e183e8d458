import { type findingClasses, ledgerShape } from './ledger.ts'
import { policyShape } from './policy.ts'
import { splits } from './policy-words.ts'
import {
  boolean,
  type Infer,
  integer,
  integerPair,
  json,
  list,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  string,
  variants,
  word,
} from './shape.ts'
import { verdictsShape } from './verdict.ts'

export const TRAJECTORY_FORMAT = 'reviewgym-trajectory/2'

/** What became of a rollout: graded, the model’s fault, ours, or broken otherwise. */
export const outcomes = ['scored', 'invalid', 'unscored', 'error'] as const
export type RolloutOutcome = (typeof outcomes)[number]

/** Who acts in an episode: an agent of ours, a model behind an endpoint, a program, or a client of the server. */
export const playerTypes = ['agent', 'model', 'program', 'client'] as const

const episode = string('The episode that it belongs to.', { minLength: 1, maxLength: 255 })
const text = (description: string) => string(description)
const seconds = (description: string) => number(description, { minimum: 0 })

const linesShape = object('Lines of a file.', {
  path: text('The file.'),
  lines: integerPair('First and last, 1-based and inclusive.'),
})

const markShape = object('A decoy or an accepted entry.', {
  id: text('Its name.'),
  kinds: list('The kinds that it is about.', text('A kind.')),
  at: linesShape,
})

const truthShape = object('The rubric of the row: for reports, never for agents.', {
  variant: text('The variant that was served.'),
  items: list(
    'Its items.',
    object('An item.', {
      id: text('Its name.'),
      kind: text('Its kind.'),
      severity: text('Its severity.'),
      why: text('Cause and consequence.'),
      at: linesShape,
    }),
  ),
  decoys: list('Its decoys.', markShape),
  accepted: list('Its accepted entries.', markShape),
})

const usageShape = object('What answers cost.', {
  input: integer('Tokens sent.', { minimum: 0 }),
  output: integer('Tokens received.', { minimum: 0 }),
})

const observed = (description: string) => record(description, json('As in the observation.'))

/** One line of a file of trajectories. Lines of different episodes may alternate; those of one are in order. */
export const trajectoryEventShape = variants('One line of a file of trajectories.', 'event', {
  file: {
    format: literal(TRAJECTORY_FORMAT, 'Name and version of this format.'),
    version: text('The version of reviewgym that writes.'),
  },
  scene: {
    scene: text('SHA-256 of the canonical JSON of the rest of this line.'),
    observation: observed('What every observation of the row holds: code, context, limits.'),
    truth: nullable(truthShape),
  },
  prompt: {
    prompt: text('SHA-256 of the canonical JSON of the rest of this line.'),
    messages: list('The messages that open the conversation.', json('A chat message.')),
    tools: list('The tools that the model has; none where it answers as JSON.', json('A tool.')),
  },
  start: {
    episode,
    identity: text('SHA-256 of all that decides how the episode goes: equal ones need not be played twice.'),
    episode_id: optional(text('The name that the episode has on the wire.')),
    player: object('Who acts.', { type: word('Of what sort.', playerTypes), name: text('Its name.') }),
    bundle: nullable(text('SHA-256 of the bundle; null where it is not known.')),
    grader: nullable(text('Version of the grading rules; null where it is not known.')),
    task_id: text('The task.'),
    row: integer('The row.', { minimum: 0 }),
    split: nullable(word('The split, where it is known.', splits)),
    seed: nullable(integer('What chance was drawn from, if there was any.', { minimum: 0 })),
    epoch: integer('Which of several episodes with the same seed, from 0.', { minimum: 0 }),
    policy: policyShape,
    ignored: list('Keys of the reset that were not known.', text('A key.')),
    maximum: nullable(number('The most that this row can give.')),
    scene: text('The scene.'),
    observation: observed('What the first observation holds beside the scene.'),
    prompt: nullable(text('What a model was sent first; null for players that are sent nothing.')),
  },
  answer: {
    episode,
    message: json('The raw answer of the model or program.'),
    finish: nullable(text('Why it ended, in the words of the endpoint.')),
    problem: nullable(text('Why no action could be read from it.')),
    asked: optional(list('What it was sent since its last answer.', json('A chat message.'))),
    usage: nullable(usageShape),
    tries: integer('Requests until it came.', { minimum: 1 }),
    seconds: seconds('From asking to the whole answer, waiting left out.'),
  },
  step: {
    episode,
    action: json('The action, as it was sent.'),
    reward: number('What it earned.'),
    done: boolean('Whether it ended the episode.'),
    problem: nullable(text('Why it had no effect.')),
    verdicts: nullable(verdictsShape),
    graded: nullable(ledgerShape),
    components: record('The parts of the score after it.', number('A part.')),
    observation: observed('The keys of the observation that changed.'),
    seconds: seconds('That it took.'),
  },
  broken: {
    episode,
    action: json('An action that could not be judged and did not count.'),
    reason: text('Why not.'),
    own: boolean('Whether what was run may itself have brought it about.'),
  },
  end: {
    episode,
    outcome: word('What became of it.', outcomes),
    reason: nullable(text('Why it was not scored.')),
    score: nullable(number('The score, where there is one.')),
    components: record('The parts of the score; none without a score.', number('A part.')),
    usage: nullable(usageShape),
    seconds: seconds('That it took.'),
  },
  left: { episode },
})

export type TrajectoryEvent = Infer<typeof trajectoryEventShape>
export type EventOf<Name extends TrajectoryEvent['event']> = Extract<TrajectoryEvent, { event: Name }>
export type Truth = Infer<typeof truthShape>
export type Usage = Infer<typeof usageShape>
export type Player = EventOf<'start'>['player']

/** The stored record of one rollout, its lines brought together. */
export interface Trajectory {
  readonly scene: EventOf<'scene'>
  /** What opened the conversation; null without one. */
  readonly prompt: EventOf<'prompt'> | null
  readonly start: EventOf<'start'>
  /** What happened, in order. */
  readonly turns: readonly (EventOf<'answer'> | EventOf<'step'> | EventOf<'broken'>)[]
  readonly end: EventOf<'end'>
}

/** The steps of a trajectory. */
export function stepsOf({ turns }: Pick<Trajectory, 'turns'>): readonly EventOf<'step'>[] {
  return turns.filter((turn) => turn.event === 'step')
}

/** The classes of findings that stand for a claim. */
export const creditedClasses: ReadonlySet<(typeof findingClasses)[number]> = new Set([
  'matched',
  'located',
  'raised',
])
