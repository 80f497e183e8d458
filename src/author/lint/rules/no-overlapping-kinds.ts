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
  if (a.anchor.path !== b.anchor.path) return false
  const [first, second] = [scopeLines(task, a), scopeLines(task, b)]
  return first[0] <= second[1] && second[0] <= first[1]
}

function scopeLines({ files }: Task, { anchor, spec }: TaskItem): [number, number] {
  const file = files.find(({ path }) => path === anchor.path)
  if (!file) throw new Error(`No file ${anchor.path}`)
  const { outline, code } = file
  return linesOf(
    code.text,
    spec.scope === 'block' ? outline.blockScope(anchor) : outline.functionScope(anchor),
  )
}
