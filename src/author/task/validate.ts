import { type Diagnostic, type DiagnosticCode, diagnosticAt } from '../../core/diagnostic.ts'
import { type Outcome, outcome } from '../../core/outcome.ts'
import { closest } from '../../core/suggestion.ts'
import { describeFault, type Fault } from '../../model/fault.ts'
import { type TaskSpec, taskShape } from '../../model/task.ts'
import { createValidator } from '../../model/validator.ts'
import { locate, locateKey, locateOwner, type Node, toJson } from '../syntax/tree.ts'

/** A task file whose shape is right. */
export interface TaskSource {
  readonly root: Node
  readonly spec: TaskSpec
}

const validate = createValidator(taskShape, 'strict')

/** More words than this are a page, not a hint. */
const MAX_LISTED = 12

/** Checks a document against the shape of a task; YAML's values are taken as they are, never coerced. */
export function validateTask(root: Node): Outcome<TaskSource> {
  const checked = validate(toJson(root))
  if (checked.ok) return outcome({ root, spec: checked.value }, [])
  return { value: null, diagnostics: checked.faults.map((fault) => toDiagnostic(root, fault)) }
}

function toDiagnostic(root: Node, fault: Fault): Diagnostic {
  const message = describeFault(fault)
  switch (fault.kind) {
    case 'missing-key':
      return diagnosticAt('schema/missing-key', locateOwner(root, fault.path), message)
    case 'unknown-key':
      return diagnosticAt('schema/unknown-key', locateKey(root, [...fault.path, fault.key]), message, {
        hint: suggestion(fault.key, fault.known, 'Keys allowed here'),
      })
    case 'wrong-type':
      return atValue(root, fault, 'schema/wrong-type', typeHint(locate(root, fault.path), fault.expected))
    case 'wrong-word':
      return atValue(
        root,
        fault,
        'schema/wrong-word',
        suggestion(String(fault.input), fault.words, 'Words allowed here'),
      )
    case 'no-match':
      return diagnosticAt('schema/wrong-form', formSpan(root, fault), message)
    case 'repeated':
      return atValue(root, fault, 'schema/repeated-entry', null)
    case 'no-variant':
      return diagnosticAt('schema/no-variant', locateOwner(root, fault.path), message)
    case 'refused':
      return atValue(root, fault, 'schema/wrong-form', null)
    default:
      return atValue(root, fault, 'schema/wrong-size', null)
  }
}

function atValue(root: Node, fault: Fault, code: DiagnosticCode, hint: string | null): Diagnostic {
  return diagnosticAt(code, locate(root, fault.path).span, describeFault(fault), { hint })
}

/** A key of the wrong form is found by its owner's path; a value by its own. */
function formSpan(root: Node, { path, input }: Fault) {
  return path.at(-1) === input ? locateKey(root, path) : locate(root, path).span
}

function suggestion(word: string, words: readonly string[], title: string): string | null {
  const guess = closest(word, words)
  if (guess !== null) return `Did you mean \`${guess}\`?`
  if (words.length === 0 || words.length > MAX_LISTED) return null
  return `${title}: ${words.map((known) => `\`${known}\``).join(', ')}`
}

/** YAML reads `1.0`, `null` and `2026-01-01` in ways that authors do not expect. */
function typeHint(node: Node, expected: readonly string[]): string | null {
  if (node.kind !== 'scalar' || node.style !== 'plain') return null
  const written = node.span.source.text.slice(node.span.start, node.span.end)
  if (expected.includes('string') && typeof node.value !== 'string' && node.value !== null)
    return `YAML reads \`${written}\` as a ${typeof node.value}: quote it`
  if (expected.includes('boolean') && /^(no|off|yes|on)$/i.test(written))
    return `YAML 1.2 reads \`${written}\` as text: write \`${/^(no|off)$/i.test(written) ? 'false' : 'true'}\``
  return null
}
