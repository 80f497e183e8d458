import type { Note } from '../../core/diagnostic.ts'
import type { Task } from '../task/task.ts'
import type { RubricItem, TaskRubric } from './task-rubric.ts'

/** By which pattern each group of an item's evidence holds on a text, and where it stands; a pack's stands nowhere. */
export function holdingNotes(
  { concepts }: Task,
  rubric: TaskRubric,
  { evidence }: RubricItem,
  text: string,
): readonly Note[] {
  const { all, any } = rubric.weigh(evidence, text)
  return [...all.flatMap((proof) => proof ?? []), ...any].map(({ concept, pattern }) => ({
    message: `\`${concept}\` holds by \`${concepts.get(concept)?.patterns[pattern] ?? '?'}\``,
    span: concepts.get(concept)?.spans?.[pattern] ?? null,
  }))
}
