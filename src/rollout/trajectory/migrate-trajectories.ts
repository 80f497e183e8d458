import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import { compareFormat, newerThan, UPGRADE } from '../../core/stored-format.ts'
import { version } from '../../core/version.ts'
import { describeFault, formatPath } from '../../model/fault.ts'
import { ledgerShape } from '../../model/ledger.ts'
import { policyShape } from '../../model/policy.ts'
import {
  boolean,
  type Infer,
  integer,
  json,
  list,
  nullable,
  number,
  openObject,
  optional,
  record,
  string,
  word,
} from '../../model/shape.ts'
import { outcomes, TRAJECTORY_FORMAT, type TrajectoryEvent } from '../../model/trajectory.ts'
import { createValidator } from '../../model/validator.ts'
import { verdictsShape } from '../../model/verdict.ts'
import { fileEvent } from '../../runtime/recording/events.ts'
import { UnreadableTrajectories } from './read.ts'

/** A line of format 1: a whole rollout, without what its player saw. */
const rolloutShape = openObject('A rollout.', {
  bundle: string('SHA-256 of the bundle.'),
  grader: string('Version of the grading rules.'),
  agent: string('Who played.'),
  seed: optional(integer('What chance was drawn from.', { minimum: 0 })),
  task_id: string('The task.'),
  row: integer('The row.', { minimum: 0 }),
  policy: policyShape,
  steps: list(
    'What was done.',
    openObject('A step.', {
      action: json('The action.'),
      reward: number('What it earned.'),
      done: boolean('Whether it ended the episode.'),
      problem: nullable(string('Why it had no effect.')),
      verdicts: optional(nullable(verdictsShape)),
    }),
  ),
  ledger: ledgerShape,
  components: record('The parts of the score.', number('A part.')),
  outcome: word('What became of it.', outcomes),
  score: nullable(number('The score.')),
  maximum: number('The most that the row can give.'),
})

type Rollout = Infer<typeof rolloutShape>

const validateRollout = createValidator(rolloutShape, 'strict')

/** The text of a file of trajectories in the current format; null where it has it already. */
export function migrateTrajectories(text: string): string | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const [first] = lines.slice(0, 1).map(parse)
  const format = Reflect.get(Object(first), 'format')
  switch (compareFormat(format, TRAJECTORY_FORMAT)) {
    case 'current':
      return null
    case 'newer':
      throw new UnreadableTrajectories(newerThan(format, TRAJECTORY_FORMAT, version), UPGRADE)
    case null:
      throw new UnreadableTrajectories('It holds no trajectories of reviewgym', null)
    case 'older': {
      const rollouts = lines.map((line, index) => readRollout(parse(line), index + 1))
      return [fileEvent, ...rollouts.flatMap(eventsOf)].map((event) => `${JSON.stringify(event)}\n`).join('')
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function readRollout(value: unknown, line: number): Rollout {
  const checked = validateRollout(value)
  if (checked.ok) return checked.value
  const [fault] = checked.faults
  const detail = fault ? `: ${formatPath(fault.path, 'rollout')}: ${describeFault(fault)}` : ''
  throw new UnreadableTrajectories(`Line ${line} is no rollout of format 1${detail}`, 'Remove the line')
}

/** What format 1 does not know is null, empty or 0. */
function eventsOf(rollout: Rollout, index: number): readonly TrajectoryEvent[] {
  const { bundle, grader, agent, seed = null, task_id, row, policy, steps, ledger, ...ending } = rollout
  const { outcome, score, maximum, components } = ending
  const episode = `migrated-${index}`
  const observation = { task_id, row }
  const scene = sha256(canonicalJson([observation, null]))
  return [
    { event: 'scene', scene, observation, truth: null },
    {
      event: 'start',
      episode,
      identity: sha256(canonicalJson([index, rollout])),
      player: { type: 'agent', name: agent },
      bundle,
      grader,
      task_id,
      row,
      split: null,
      seed,
      epoch: 0,
      policy,
      ignored: [],
      maximum,
      scene,
      observation: {},
      prompt: null,
    },
    ...steps.map(
      ({ action, reward, done, problem, verdicts = null }, at): TrajectoryEvent => ({
        event: 'step',
        episode,
        action,
        reward,
        done,
        problem,
        verdicts,
        graded: ledger.filter(({ step }) => step === at + 1),
        components: done ? components : {},
        observation: {},
        seconds: 0,
      }),
    ),
    { event: 'end', episode, outcome, reason: null, score, components, usage: null, seconds: 0 },
  ]
}
