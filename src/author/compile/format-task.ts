import { canonicalJson } from '../../core/canonical-json.ts'
import { type Outcome, outcome } from '../../core/outcome.ts'
import { formatYaml } from '../syntax/format-yaml.ts'
import { toJson } from '../syntax/tree.ts'
import { taskOrder } from '../task/key-order.ts'
import type { TaskFileContent } from './file-content.ts'
import { readYaml } from './read-task.ts'

/** A task's file as it is, and in its canonical form. */
interface FormattedTask {
  readonly text: string
  readonly canonical: string
}

/** Formats any YAML that a task's file may hold, finished or not; a text that is no YAML stays as it is. */
export function formatTask(file: TaskFileContent): Outcome<FormattedTask> {
  const { value: root, diagnostics } = readYaml(file)
  if (!root) return { value: null, diagnostics }
  const { source } = root.span
  const canonical = formatYaml(source, taskOrder)
  const after = readYaml({ path: file.path, bytes: new TextEncoder().encode(canonical) }).value
  if (!after || canonicalJson(toJson(after)) !== canonicalJson(toJson(root)))
    throw new Error(`Formatting ${file.path} would change what it says`)
  const text = 'bytes' in file ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes) : ''
  return outcome({ text, canonical }, diagnostics)
}
