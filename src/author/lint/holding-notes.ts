import type { Note } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import type { Task } from '../task/task.ts'
import type { RubricItem, TaskRubric } from './task-rubric.ts'

interface HeldPattern {
  readonly concept: string
  readonly pattern: string
  /** Where it stands in the task; null for a pack's. */
  readonly span: Span | null
}

/** The pattern by which each group of an item's evidence holds on a text. */
export function heldPatterns(
  { concepts }: Task,
  rubric: TaskRubric,
  { evidence }: RubricItem,
  text: string,
): readonly HeldPattern[] {
  const { all, any } = rubric.weigh(evidence, text)
  return [...all.flatMap((proof) => proof ?? []), ...any].map(({ concept, pattern }) => ({
    concept,
    pattern: concepts.get(concept)?.patterns[pattern] ?? '?',
    span: concepts.get(concept)?.spans?.[pattern] ?? null,
  }))
}

/** The same for authors. */
export function holdingNotes(
  task: Task,
  rubric: TaskRubric,
  item: RubricItem,
  text: string,
): readonly Note[] {
  return heldPatterns(task, rubric, item, text).map(({ concept, pattern, span }) => ({
    message: `\`${concept}\` holds by \`${pattern}\``,
    span,
  }))
}
