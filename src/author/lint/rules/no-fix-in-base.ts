import { composeVariant } from '../../task/compose.ts'
import type { Task, TaskItem } from '../../task/task.ts'
import type { LintRule } from '../rule.ts'

/** Where the difference takes out the very lines that a fix puts back, a reviewer need not think. */
export const noFixInBase: LintRule = {
  name: 'no-fix-in-base',
  severity: 'error',
  summary: 'What a task shows from before the change is not the fix of an item.',
  *check(task) {
    for (const item of task.items) {
      const path = pathOfShownFix(task, item)
      if (path === null) continue
      yield {
        span: item.span,
        message: `The fix of \`${item.spec.id}\` stands in \`${path}\` as it was before the change`,
        hint: 'Write the old code, or the fix, in another way; where a step back is what the task is about, suppress this with the reason',
      }
    }
  },
}

/** The file in which all lines that a fix adds were there before; null where some are new, or none is added. */
function pathOfShownFix(task: Task, { spec }: TaskItem): string | null {
  const ids = task.items.map((one) => one.spec.id)
  const fixed = composeVariant(task, new Set(ids.filter((id) => id !== spec.id)))
  const files = task.files.flatMap(({ path, code, before }, index) => {
    const defective = linesOf(code.text)
    const added = [...linesOf(fixed[index]?.text ?? '')].filter((line) => !defective.has(line))
    const old = typeof before === 'string' ? new Set<string>() : linesOf(before.code.text)
    return added.length === 0 ? [] : { path, isShown: added.every((line) => old.has(line)) }
  })
  return files.every(({ isShown }) => isShown) ? (files[0]?.path ?? null) : null
}

/** Lines that say something, without their indent. */
function linesOf(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').flatMap((line) => (/\w/.test(line) ? line.trim() : [])))
}
