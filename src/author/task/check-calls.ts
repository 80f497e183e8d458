import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import { closest } from '../../core/suggestion.ts'
import { type Call, hasOutcome } from '../../model/call.ts'
import { embeddedText } from '../syntax/embedded.ts'
import { locateOwner, type Node, nodeAt, type Path } from '../syntax/tree.ts'
import { checkValue } from './check-values.ts'
import type { Task } from './task.ts'

interface CallList {
  readonly path: Path
  readonly calls: readonly Call[]
  /** The keys that must have one outcome for each call that has one. */
  readonly outcomes: readonly { readonly key: Path; readonly values: readonly unknown[] | undefined }[]
}

/** Checks that calls name what exists. */
export function checkCalls(task: Task, root: Node): readonly Diagnostic[] {
  return callLists(task).flatMap((list) =>
    list.calls.flatMap((call, index) => checkCall(task, root, list, call, index)),
  )
}

/** Checks that outcomes are stated, and are as many as the calls that have one. */
export function checkOutcomes(task: Task, root: Node): readonly Diagnostic[] {
  return callLists(task).flatMap((list) => checkStated(task, root, list))
}

function callLists({ spec }: Task): readonly CallList[] {
  const cases = spec.rubric.flatMap(({ witness }, item) =>
    (witness?.cases ?? []).map(({ calls, actual, expected, expected_any = [] }, index) => ({
      path: ['rubric', item, 'witness', 'cases', index],
      calls,
      outcomes: [
        { key: ['actual'], values: actual },
        { key: ['expected'], values: expected },
        ...expected_any.map((values, position) => ({ key: ['expected_any', position], values })),
      ],
    })),
  )
  const tests = spec.tests.map(({ calls, expected }, index) => ({
    path: ['tests', index],
    calls,
    outcomes: [{ key: ['expected'], values: expected }],
  }))
  return [...cases, ...tests]
}

function checkStated(task: Task, root: Node, { path, calls, outcomes }: CallList): readonly Diagnostic[] {
  const needed = calls.filter(hasOutcome).length
  const objects = [...fixtureNames(task), ...calls.flatMap(({ as }) => as ?? [])]
  return outcomes.flatMap(({ key, values }) => {
    const word = key.join('.')
    if (values === undefined)
      return diagnosticAt('check/outcome-missing', locateOwner(root, path), `\`${word}\` is not stated`, {
        hint: '`reviewgym prove --update` runs the calls and fills in what happens, for you to review',
      })
    const node = nodeAt(root, [...path, ...key])
    if (values.length === needed) return checkValue(node, objects)
    const [has, calls] = [count(values.length, 'outcome'), count(needed, 'call')]
    return diagnosticAt(
      'check/outcome-count',
      node.span,
      `\`${word}\` has ${has}, and there ${needed === 1 ? 'is' : 'are'} ${calls} with an outcome`,
      { hint: 'Each `call`, `await` and `read` has one outcome; `new` and `start` have none' },
    )
  })
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function fixtureNames({ spec }: Task): readonly string[] {
  return Object.keys(spec.fixtures ?? {})
}

function checkCall(task: Task, root: Node, list: CallList, call: Call, index: number): readonly Diagnostic[] {
  const before = list.calls.slice(0, index)
  const objects = [...fixtureNames(task), ...before.flatMap(({ as }) => as ?? [])]
  const path = [...list.path, 'calls', index]
  const target = (key: string, word: string) => createTarget(nodeAt(root, [...path, key]), word)
  if ('await' in call) {
    const started = before.flatMap((earlier) => ('start' in earlier ? (earlier.as ?? []) : []))
    return unknown(
      target('await', call.await),
      0,
      started,
      'started call',
      'Begin it with `start` and name it with `as`',
    )
  }
  if ('read' in call) {
    const read = target('read', call.read)
    return read.parts.length > 1
      ? unknown(read, 0, objects, 'fixture or earlier result', OBJECT_HINT)
      : [
          diagnosticAt('check/incomplete-read', read.spanOf(0), `\`${call.read}\` names no property`, {
            hint: `Write \`${call.read}.\` and the property to read`,
          }),
        ]
  }
  const [key, word] =
    'call' in call ? ['call', call.call] : 'new' in call ? ['new', call.new] : ['start', call.start]
  const args = ['args', 'kwargs'].flatMap((list) =>
    list in call ? checkValue(nodeAt(root, [...path, list]), objects) : [],
  )
  return [...checkTarget(task, target(key, word), objects), ...args]
}

const OBJECT_HINT = 'Declare it under `fixtures`, or name an earlier result with `as`'

/** What a call names, in parts that have places of their own: `path#name`, `object.method` or `name`. */
interface Target {
  readonly separator: '#' | '.' | ''
  readonly parts: readonly string[]
  spanOf(part: number): Span
}

function createTarget(node: Node, word: string): Target {
  const separator = word.includes('#') ? '#' : word.includes('.') ? '.' : ''
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

function checkTarget({ files }: Task, target: Target, objects: readonly string[]): readonly Diagnostic[] {
  if (target.separator === '.') return unknown(target, 0, objects, 'fixture or earlier result', OBJECT_HINT)
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

function unknown(
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
