import { fileError } from '../../core/diagnostic.ts'
import { failed, type Outcome, outcome } from '../../core/outcome.ts'
import { parseYaml } from '../syntax/parse-yaml.ts'
import type { Node } from '../syntax/tree.ts'
import { checkOutcomes } from '../task/check-calls.ts'
import { resolveTask } from '../task/resolve.ts'
import type { Task } from '../task/task.ts'
import { validateTask } from '../task/validate.ts'
import { decode } from './decode.ts'
import type { TaskFileContent } from './file-content.ts'

/** From bytes to a task; nothing of its code is run. A stage that fails ends the file's way. */
export async function readTask(file: TaskFileContent): Promise<Outcome<Task>> {
  const { value: task, diagnostics } = await readTaskWithoutOutcomes(file)
  if (!task) return { value: null, diagnostics }
  return outcome(task, [...diagnostics, ...checkOutcomes(task, task.source.root)])
}

/** A task as far as its programs go: what its calls give may be missing, and nothing is linted. */
export async function readTaskWithoutOutcomes(file: TaskFileContent): Promise<Outcome<Task>> {
  const parsed = readYaml(file)
  if (!parsed.value) return { value: null, diagnostics: parsed.diagnostics }
  const validated = validateTask(parsed.value)
  if (!validated.value) return { value: null, diagnostics: validated.diagnostics }
  return resolveTask(validated.value)
}

/** The document in a file, whatever it is about. */
export function readYaml(file: TaskFileContent): Outcome<Node> {
  if ('unreadable' in file)
    return failed(
      fileError('yaml/unreadable', file.path, file.unreadable, 'Name a YAML file, or a folder of them'),
    )
  const { value: source, diagnostics } = decode(file.path, file.bytes)
  return source ? parseYaml(source) : { value: null, diagnostics }
}
