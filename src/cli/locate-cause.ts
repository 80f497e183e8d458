import { locate, type Path } from '../author/syntax/tree.ts'
import type { Task } from '../author/task/task.ts'
import { placeOf } from '../report/pretty.ts'
import type { Cause } from '../rollout/trajectory/regrade-causes.ts'

/** The line of a task's YAML that a cause is about: `tasks/web/order-search.yaml:342:9`; null where none is at hand. */
export function placeOfCause(task: Task | null, cause: Cause): string | null {
  const path = task && pathOf(task, cause)
  return path && task ? placeOf(locate(task.source.root, path).span) : null
}

function pathOf({ spec, concepts }: Task, { at, id, path }: Cause): Path | null {
  if (at === 'concepts') {
    const own = [...concepts].find(([, concept]) => concept.key === id && concept.spans !== null)
    return own ? ['concepts', own[0], ...path] : null
  }
  const entries: readonly { readonly id: string }[] = (at === 'rubric' ? spec.rubric : spec[at]) ?? []
  const index = entries.findIndex((entry) => entry.id === id)
  return index === -1 ? [at] : [at, index, ...path]
}
