import { canonicalJson } from '../../core/canonical-json.ts'
import type { DiagnosticCode } from '../../core/codes.ts'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { type Outcome, outcome } from '../../core/outcome.ts'
import type { Span } from '../../core/source.ts'
import { closest } from '../../core/suggestion.ts'
import { version } from '../../core/version.ts'
import { describeFault, type Fault } from '../../model/fault.ts'
import { TASK_FORMAT, type TaskSpec, taskShape } from '../../model/task.ts'
import { createValidator } from '../../model/validator.ts'
import { locate, locateKey, locateOwner, type Node, nodeAt, type Path, toJson } from '../syntax/tree.ts'
import { formHint, typeHint, wordHint } from './fault-hints.ts'
import { SPLIT_HINT } from './pattern-faults.ts'

/** A task file whose shape is right. */
export interface TaskSource {
  readonly root: Node
  readonly spec: TaskSpec
}

const validate = createValidator(taskShape, 'strict')

/** Checks a document against the shape of a task; YAML's values are taken as they are, never coerced. */
export function validateTask(root: Node): Outcome<TaskSource> {
  const newer = newerFormat(root)
  if (newer) return { value: null, diagnostics: [newer] }
  const checked = validate(toJson(root))
  if (checked.ok) return outcome({ root, spec: checked.value }, [])
  return { value: null, diagnostics: faultsIn(root, checked.faults) }
}

/** The format that a task's document says it has; one that says none is of the first. Null where it is no number. */
export function formatOf(root: Node): number | null {
  const entry = root.kind === 'map' ? root.entries.find(({ key }) => key === 'format') : undefined
  if (!entry) return 1
  const { value } = entry
  return value.kind === 'scalar' && typeof value.value === 'number' ? value.value : null
}

/** What a later version means by its keys is not known here, so nothing else is said of such a task. */
export function newerFormat(root: Node): Diagnostic | null {
  const format = formatOf(root)
  if (format === null || format <= TASK_FORMAT) return null
  return diagnosticAt(
    'schema/newer-format',
    nodeAt(root, ['format']).span,
    `This task has format ${format}, and reviewgym ${version} reads up to ${TASK_FORMAT}`,
    { hint: 'Upgrade reviewgym to the version that wrote it, or a later one' },
  )
}

/** What is wrong with a document's shape, each fault at its place. */
export function faultsIn(root: Node, faults: readonly Fault[]): readonly Diagnostic[] {
  return faults.map((fault) => toDiagnostic(root, fault))
}

function toDiagnostic(root: Node, fault: Fault): Diagnostic {
  const message = describeFault(fault)
  switch (fault.kind) {
    case 'missing-key':
      return (
        misspeltKey(root, fault, [fault.key], fault.known ?? []) ??
        diagnosticAt('schema/missing-key', locateOwner(root, fault.path), message, {
          hint: fault.about === undefined ? null : `\`${fault.key}\`: ${fault.about.replace(/\.$/, '')}`,
        })
      )
    case 'unknown-key':
      return unknownKey(root, fault.path, fault.key, fault.known)
    case 'wrong-type':
      return atValue(root, fault, 'schema/wrong-type', typeHint(locate(root, fault.path), fault))
    case 'wrong-word':
      return atValue(root, fault, 'schema/wrong-word', wordHint(String(fault.input), fault.words, 'Words'))
    case 'no-match':
      return diagnosticAt('schema/wrong-form', formSpan(root, fault), message, { hint: formHint(fault) })
    case 'repeated':
      return diagnosticAt('schema/repeated-entry', repeatedSpan(root, fault.path), message, {
        hint: 'Remove it',
      })
    case 'no-variant':
      return (
        misspeltKey(root, fault, fault.keys, fault.known) ??
        diagnosticAt('schema/no-variant', variantSpan(root, fault.path, fault.keys), message)
      )
    case 'refused':
      return atValue(root, fault, 'schema/wrong-form', null)
    case 'too-few':
      return diagnosticAt('schema/wrong-size', locateOwner(root, fault.path), message)
    case 'too-many':
      return diagnosticAt('schema/wrong-size', locate(root, [...fault.path, fault.limit]).span, message)
    default:
      return atValue(root, fault, 'schema/wrong-size', isLongPattern(fault) ? SPLIT_HINT : null)
  }
}

function isLongPattern({ kind, path: [top, , key] }: Fault): boolean {
  return kind === 'too-long' && top === 'concepts' && key === 'any'
}

function atValue(root: Node, fault: Fault, code: DiagnosticCode, hint: string | null): Diagnostic {
  return diagnosticAt(code, locate(root, fault.path).span, describeFault(fault), { hint })
}

function unknownKey(root: Node, path: Path, key: string, known: readonly string[]): Diagnostic {
  return diagnosticAt('schema/unknown-key', locateKey(root, [...path, key]), `Unknown key \`${key}\``, {
    hint: wordHint(key, known, 'Keys'),
  })
}

/** A key that is missing because it is misspelt has one cause: the key that stands there instead. */
function misspeltKey(
  root: Node,
  { path }: Fault,
  missing: readonly string[],
  known: readonly string[],
): Diagnostic | null {
  const owner = locate(root, path)
  if (owner.kind !== 'map') return null
  const strangers = owner.entries.map(({ key }) => key).filter((key) => !known.includes(key))
  const meant = strangers.find((key) => {
    const guess = closest(key, known)
    return guess !== null && missing.includes(guess)
  })
  return meant === undefined ? null : unknownKey(root, path, meant, known)
}

/** A key of the wrong form is found by its owner's path; a value by its own. */
function formSpan(root: Node, { path, input }: Fault): Span {
  return path.at(-1) === input ? locateKey(root, path) : locate(root, path).span
}

/** The first entry that was there before. */
function repeatedSpan(root: Node, path: Path): Span {
  const list = locate(root, path)
  if (list.kind !== 'list') return list.span
  const texts = list.items.map((item) => canonicalJson(toJson(item)))
  const again = list.items.find((_, index) => texts.indexOf(texts[index] ?? '') < index)
  return (again ?? list).span
}

/** The second of two keys of which only one may be there; else what stands for the object. */
function variantSpan(root: Node, path: Path, keys: readonly string[]): Span {
  const owner = locate(root, path)
  if (owner.kind !== 'map') return owner.span
  const [, second] = owner.entries.filter(({ key }) => keys.includes(key))
  return second?.keySpan ?? locateOwner(root, path)
}
