import { hasErrors } from '../../core/diagnostic.ts'
import { failed, type Outcome, outcome } from '../../core/outcome.ts'
import { TASK_FORMAT } from '../../model/task.ts'
import type { Node } from '../syntax/tree.ts'
import { nodeAt } from '../syntax/tree.ts'
import { formatOf, newerFormat } from '../task/validate.ts'
import type { TaskFileContent } from './file-content.ts'
import { readYaml } from './read-task.ts'

/** A task file's text before and after; the same where it has the current format already. */
export interface MigratedTask {
  readonly text: string
  readonly migrated: string
}

/**
 * A task in the current format, whatever else may be wrong with it. Only what the formats differ in is written:
 * comments, blocks and the order of keys stay as they are.
 */
export function migrateTask(file: TaskFileContent): Outcome<MigratedTask> {
  const { value: root, diagnostics } = readYaml(file)
  if (!root || hasErrors(diagnostics)) return { value: null, diagnostics }
  const newer = newerFormat(root)
  if (newer) return failed(newer)
  const { text } = root.span.source
  return outcome({ text, migrated: withFormat(root, text) }, diagnostics)
}

/** Format 2 is format 1 with its number written down. A `format` that is no number is left to the schema. */
function withFormat(root: Node, text: string): string {
  const format = formatOf(root)
  if (root.kind !== 'map' || format === null || format === TASK_FORMAT) return text
  const [first] = root.entries
  if (root.entries.some(({ key }) => key === 'format')) {
    const { start, end } = nodeAt(root, ['format']).span
    return `${text.slice(0, start)}${TASK_FORMAT}${text.slice(end)}`
  }
  const at = first?.keySpan.start ?? root.span.start
  const isFlow = text[root.span.start] === '{'
  const end = isFlow ? ', ' : text.includes('\r\n') ? '\r\n' : '\n'
  return `${text.slice(0, at)}format: ${TASK_FORMAT}${end}${text.slice(at)}`
}
