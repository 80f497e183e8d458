import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { closest } from '../../core/suggestion.ts'
import { type Call, hasOutcome } from '../../model/call.ts'
import { locate, locateOwner, type Node, nodeAt, type Path } from '../syntax/tree.ts'
import type { Task } from './task.ts'

/** The special values of the call language, beside `{$: name}`. */
const specialValues = ['$undefined', '$number', '$date', '$bytes', '$map', '$set'] as const

interface CallList {
  readonly path: Path
  readonly calls: readonly Call[]
  /** The keys that must have one outcome for each call that has one. */
  readonly outcomes: readonly { readonly key: string; readonly values: readonly unknown[] }[]
}

/** Checks that calls name what exists, and that outcomes are as many as the calls that have one. */
export function checkCalls(task: Task, root: Node): readonly Diagnostic[] {
  return callLists(task).flatMap((list) => [
    ...outcomeCounts(root, list),
    ...list.calls.flatMap((call, index) => checkCall(task, root, list, call, index)),
  ])
}

function callLists({ spec }: Task): readonly CallList[] {
  const cases = spec.rubric.flatMap(({ witness }, item) =>
    (witness?.cases ?? []).map(({ calls, actual, expected }, index) => ({
      path: ['rubric', item, 'witness', 'cases', index],
      calls,
      outcomes: [
        { key: 'actual', values: actual },
        { key: 'expected', values: expected },
      ],
    })),
  )
  const tests = spec.tests.map(({ calls, expected }, index) => ({
    path: ['tests', index],
    calls,
    outcomes: [{ key: 'expected', values: expected }],
  }))
  return [...cases, ...tests]
}

function outcomeCounts(root: Node, { path, calls, outcomes }: CallList): readonly Diagnostic[] {
  const needed = calls.filter(hasOutcome).length
  return outcomes.flatMap(({ key, values }) =>
    values.length === needed
      ? []
      : diagnosticAt(
          'check/outcome-count',
          locateOwner(root, [...path, key]),
          `\`${key}\` has ${values.length} outcomes for ${needed} calls that have one`,
          { hint: 'Each `call`, `await` and `read` has one outcome; `new` and `start` have none' },
        ),
  )
}

function checkCall(task: Task, root: Node, list: CallList, call: Call, index: number): readonly Diagnostic[] {
  const fixtures = Object.keys(task.spec.fixtures ?? {})
  const earlier = list.calls.slice(0, index).flatMap(({ as }) => as ?? [])
  const objects = [...fixtures, ...earlier]
  const path = [...list.path, 'calls', index]
  const unknown = (
    key: string,
    name: string,
    known: readonly string[],
    what: string,
  ): readonly Diagnostic[] => {
    if (known.includes(name)) return []
    const guess = closest(name, known)
    return [
      diagnosticAt(
        'check/unknown-reference',
        nodeAt(root, [...path, key]).span,
        `There is no ${what} \`${name}\``,
        {
          hint: guess === null ? listed(known) : `Did you mean \`${guess}\`?`,
        },
      ),
    ]
  }
  if ('await' in call) return unknown('await', call.await, earlier, 'started call')
  if ('read' in call)
    return unknown('read', call.read.split('.')[0] ?? '', objects, 'fixture or earlier result')
  const [key, target] =
    'call' in call ? ['call', call.call] : 'new' in call ? ['new', call.new] : ['start', call.start]
  return [...checkTarget(task, key, target, objects, unknown), ...checkValues(root, path, call, objects)]
}

type Unknown = (key: string, name: string, known: readonly string[], what: string) => readonly Diagnostic[]

function checkTarget(
  { files }: Task,
  key: string,
  target: string,
  objects: readonly string[],
  unknown: Unknown,
): readonly Diagnostic[] {
  const [path, exported] = target.split('#')
  if (exported !== undefined) {
    const file = files.find((candidate) => candidate.path === path)
    if (!file)
      return unknown(
        key,
        path ?? '',
        files.map((candidate) => candidate.path),
        'snippet',
      )
    return unknown(key, exported, file.outline.exports, 'export')
  }
  const [object, method] = target.split('.')
  if (method !== undefined) return unknown(key, object ?? '', objects, 'fixture or earlier result')
  const exports = files.filter(({ role }) => role === 'review').flatMap(({ outline }) => outline.exports)
  return unknown(key, target, exports, 'export')
}

function checkValues(root: Node, path: Path, call: Call, objects: readonly string[]): readonly Diagnostic[] {
  const args = 'args' in call ? (call.args ?? []) : []
  const kwargs = 'kwargs' in call ? (call.kwargs ?? {}) : {}
  const values: readonly (readonly [Path, unknown])[] = [
    ...args.map((value, index) => [[...path, 'args', index], value] as const),
    ...Object.entries(kwargs).map(([name, value]) => [[...path, 'kwargs', name], value] as const),
  ]
  return values.flatMap(([at, value]) => checkValue(root, at, value, objects))
}

function checkValue(
  root: Node,
  path: Path,
  value: unknown,
  objects: readonly string[],
): readonly Diagnostic[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value))
    return value.flatMap((entry, index) => checkValue(root, [...path, index], entry, objects))
  const [key, ...others] = Object.keys(value)
  if (key?.startsWith('$') && others.length === 0)
    return checkMarker(root, path, key, Reflect.get(value, key), objects)
  return Object.entries(value).flatMap(([name, entry]) => checkValue(root, [...path, name], entry, objects))
}

function checkMarker(
  root: Node,
  path: Path,
  key: string,
  value: unknown,
  objects: readonly string[],
): readonly Diagnostic[] {
  const span = locate(root, [...path, key]).span
  if (key !== '$') {
    if (specialValues.some((name) => name === key)) return []
    const guess = closest(key, specialValues)
    return [
      diagnosticAt(
        'check/unknown-reference',
        locateOwner(root, [...path, key]),
        `There is no special value \`${key}\``,
        {
          hint: guess === null ? listed(specialValues) : `Did you mean \`${guess}\`?`,
        },
      ),
    ]
  }
  if (typeof value === 'string' && objects.includes(value)) return []
  const guess = closest(String(value), objects)
  return [
    diagnosticAt(
      'check/unknown-reference',
      span,
      `There is no fixture or earlier result \`${String(value)}\``,
      {
        hint: guess === null ? listed(objects) : `Did you mean \`${guess}\`?`,
      },
    ),
  ]
}

function listed(known: readonly string[]): string {
  return known.length === 0
    ? 'There is none here'
    : `There are: ${known.map((name) => `\`${name}\``).join(', ')}`
}
