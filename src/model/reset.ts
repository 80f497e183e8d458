import { deliveries, feedbackLevels, splits } from './policy-words.ts'
import { type Infer, integer, nullable, openObject, optional, string, word } from './shape.ts'

const choice = <S extends Parameters<typeof nullable>[0]>(shape: S) => optional(nullable(shape))

/** What a reset may ask for. Other keys are answered in `observation.ignored`, near-misses refused. */
export const resetShape = openObject('How an episode starts.', {
  seed: choice(integer('Draws a row where none is named.', { minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  episode_id: choice(string('Names the episode in `state`.', { maxLength: 255 })),
  request_id: choice(
    string('Names this request: sent again, it is answered as the first time.', { maxLength: 255 }),
  ),
  task_id: choice(string('The task to play.', { maxLength: 200 })),
  row: choice(integer('The row of `task_id`.', { minimum: 0 })),
  variant: choice(string('The row of `task_id` by its variant’s name: at the author’s desk only.')),
  split: choice(word('The split to draw or index from. Default: `train`.', splits)),
  index: choice(integer('The row by its number in the split.', { minimum: 0 })),
  feedback: choice(word('A lower feedback level than the operator allows.', feedbackLevels)),
  reward: choice(word('A later delivery than the operator allows.', deliveries)),
})

export type ResetRequest = Infer<typeof resetShape>
