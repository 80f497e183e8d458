import { linesOf } from '../../task/compose.ts'
import type { Task, TaskItem } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/**
 * Items whose scopes overlap must accept different kinds: then a finding is eligible for one item at the most, which
 * the proof that honest work always pays rests on. Scopes are those of the authored program; a fix does not move code
 * between functions.
 */
export const noOverlappingKinds: LintRule = {
  name: 'no-overlapping-kinds',
  severity: 'error',
  summary: 'Items whose scopes overlap accept different kinds.',
  *check(task) {
    for (const [index, item] of task.items.entries()) {
      for (const earlier of task.items.slice(0, index)) {
        const shared = kindsOf(item).find((kind) => kindsOf(earlier).includes(kind))
        if (shared === undefined || !scopesOverlap(task, item, earlier)) continue
        yield {
          span: item.span,
          message: `\`${item.spec.id}\` and \`${earlier.spec.id}\` are in one scope and both accept \`${shared}\``,
          notes: [{ message: 'The other one is here', span: earlier.span }],
          hint: 'Accept it for one of them only, narrow a scope with `scope: block`, or move the code apart',
        }
      }
    }
  },
}

function kindsOf({ spec }: TaskItem): readonly string[] {
  return [spec.kind, ...(spec.accept_kinds ?? [])]
}

function scopesOverlap(task: Task, a: TaskItem, b: TaskItem): boolean {
  return placesOf(task, a).some((first) =>
    placesOf(task, b).some(
      (second) =>
        first.path === second.path && first.lines[0] <= second.lines[1] && second.lines[0] <= first.lines[1],
    ),
  )
}

/** Where a finding is in place: the scope, and the lines that are equally right. */
function placesOf({ files }: Task, { anchor, also, spec }: TaskItem) {
  const fileOf = (path: string) => {
    const file = files.find((one) => one.path === path)
    if (!file) throw new Error(`No file ${path}`)
    return file
  }
  const { outline, code } = fileOf(anchor.path)
  const scope = spec.scope === 'block' ? outline.blockScope(anchor) : outline.functionScope(anchor)
  return [
    { path: anchor.path, lines: linesOf(code.text, scope) },
    ...also.map((place) => ({ path: place.path, lines: linesOf(fileOf(place.path).code.text, place) })),
  ]
}
