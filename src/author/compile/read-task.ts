import { diagnosticAt, fileError } from '../../core/diagnostic.ts'
import { failed, type Outcome, outcome } from '../../core/outcome.ts'
import type { Source } from '../../core/source.ts'
import { spanOf } from '../../core/source.ts'
import { parseYaml } from '../syntax/parse-yaml.ts'
import type { Node } from '../syntax/tree.ts'
import { checkOutcomes } from '../task/check-calls.ts'
import { resolveTask } from '../task/resolve.ts'
import type { Task } from '../task/task.ts'
import { validateTask } from '../task/validate.ts'

/** A task file as it comes from the disk. */
export type TaskFileContent =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly unreadable: string }

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

/** The text of a file without its byte order mark, or where it stops being UTF-8. */
function decode(path: string, bytes: Uint8Array): Outcome<Source> {
  try {
    return outcome({ path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }, [])
  } catch {
    const readable = readablePrefix(bytes)
    const source = { path, text: `${readable}\uFFFD` }
    return failed(
      diagnosticAt(
        'yaml/not-utf8',
        spanOf(source, readable.length, readable.length + 1),
        'From here on the file is not UTF-8',
        { hint: 'Save it as UTF-8' },
      ),
    )
  }
}

/** The longest beginning that is UTF-8, found by halving. */
function readablePrefix(bytes: Uint8Array): string {
  const isReadable = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
      return true
    } catch {
      return false
    }
  }
  let [good, bad] = [0, bytes.length]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isReadable(middle)) good = middle
    else bad = middle
  }
  return new TextDecoder().decode(bytes.subarray(0, good), { stream: true })
}
