import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import { closest } from '../../core/suggestion.ts'
import type { Call } from '../../model/call.ts'
import { embeddedText } from '../syntax/embedded.ts'
import type { Node } from '../syntax/tree.ts'
import { checkMember } from './check-members.ts'
import type { Task } from './task.ts'

export function fixtureNames({ spec }: Task): readonly string[] {
  return Object.keys(spec.fixtures ?? {})
}

const OBJECT_HINT = 'Declare it under `fixtures`, or name an earlier result with `as`'

/** What a call names, in parts that have places of their own: `path#name`, `object.method` or `name`. */
export interface Target {
  readonly separator: '#' | '.' | ''
  readonly parts: readonly string[]
  spanOf(part: number): Span
}

/** The target in a scalar; a class is never a member of an object. */
export function createTarget(node: Node, word: string, key: string): Target {
  const separator = word.includes('#') ? '#' : word.includes('.') && key !== 'new' ? '.' : ''
  const parts = separator === '' ? [word] : word.split(separator)
  return {
    separator,
    parts,
    spanOf: (part) => {
      if (node.kind !== 'scalar') return node.span
      const start = parts.slice(0, part).reduce((total, { length }) => total + length + 1, 0)
      return embeddedText(node).spanAt(start, start + (parts[part] ?? '').length)
    },
  }
}

/** Checks what `call`, `new` and `start` name. */
export function checkTarget(task: Task, target: Target, before: readonly Call[]): readonly Diagnostic[] {
  const { files } = task
  if (target.separator === '.') return checkObject(task, target, before, 'method')
  const exportHint = 'Only what a snippet exports can be called'
  if (target.separator === '') {
    const exports = files.filter(({ role }) => role === 'review').flatMap(({ outline }) => outline.exports)
    return unknown(target, 0, exports, 'export', exportHint)
  }
  const file = files.find(({ path }) => path === target.parts[0])
  if (file) return unknown(target, 1, file.outline.exports, 'export', exportHint)
  return unknown(
    target,
    0,
    files.map(({ path }) => path),
    'snippet',
    null,
  )
}

/** Checks `object.member`: the object is known, and a fixture of ours has the member. */
export function checkObject(
  task: Task,
  target: Target,
  before: readonly Call[],
  wanted: 'method' | 'property',
): readonly Diagnostic[] {
  const results = before.flatMap(({ as }) => as ?? [])
  const found = unknown(
    target,
    0,
    [...fixtureNames(task), ...results],
    'fixture or earlier result',
    OBJECT_HINT,
  )
  const [object = '', member = '', deeper] = target.parts
  if (found.length === 0 && wanted === 'method' && deeper !== undefined) {
    const hint = `Write \`{ read: ${object}.${member}, as: … }\` before it, and call the method of that`
    const message = 'A call goes to a method of a fixture or an earlier result'
    return [diagnosticAt('check/unknown-reference', target.spanOf(2), message, { hint })]
  }
  if (found.length > 0 || results.includes(object)) return found
  return checkMember(object, task.spec.fixtures?.[object] ?? {}, member, wanted, target.spanOf(1))
}

/** A diagnostic when a part of a target is none of the known names. */
export function unknown(
  target: Target,
  part: number,
  known: readonly string[],
  noun: string,
  advice: string | null,
): readonly Diagnostic[] {
  const name = target.parts[part] ?? ''
  if (known.includes(name)) return []
  const guess = closest(name, known)
  return [
    diagnosticAt('check/unknown-reference', target.spanOf(part), `There is no ${noun} \`${name}\``, {
      hint: guess === null ? advice : `Did you mean \`${guess}\`?`,
    }),
  ]
}
