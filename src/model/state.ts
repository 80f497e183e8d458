import { policyShape } from './policy.ts'
import { boolean, type Infer, integer, nullable, number, openObject, string } from './shape.ts'

/** What `state` answers: who and where the episode is, nothing that helps to play it. */
export const stateShape = openObject('The state of an episode.', {
  episode_id: nullable(string('Names the episode; null before the first reset.', { maxLength: 255 })),
  step_count: integer('Steps taken since the reset.', { minimum: 0 }),
  task_id: nullable(string('The task.')),
  row: nullable(integer('The row.', { minimum: 0 })),
  split: nullable(string('The split.')),
  seed: nullable(integer('The seed that the row was drawn with; null where it was named.', { minimum: 0 })),
  policy: nullable(policyShape),
  done: boolean('Whether the episode has ended.'),
  score: nullable(number('The score, once done.')),
})

export type State = Infer<typeof stateShape>
