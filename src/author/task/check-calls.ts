import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { type Call, hasOutcome } from '../../model/call.ts'
import { locateOwner, type Node, nodeAt, type Path } from '../syntax/tree.ts'
import { checkObject, checkTarget, createTarget, fixtureNames, unknown } from './check-targets.ts'
import { checkOutcome, checkValue } from './check-values.ts'
import type { Task } from './task.ts'

interface CallList {
  readonly path: Path
  readonly calls: readonly Call[]
  /** The keys that must have one outcome for each call that has one. */
  readonly outcomes: readonly { readonly key: Path; readonly values: readonly unknown[] | undefined }[]
}

/** Checks that calls name what exists, and that outcomes, as far as they are stated, are values that something can equal. */
export function checkCalls(task: Task, root: Node): readonly Diagnostic[] {
  return callLists(task).flatMap((list) => [
    ...list.calls.flatMap((call, index) => checkCall(task, root, list, call, index)),
    ...list.outcomes.flatMap(({ key, values }) =>
      values === undefined ? [] : checkOutcome(nodeAt(root, [...list.path, ...key])),
    ),
  ])
}

/** Checks that outcomes are stated, and are as many as the calls that have one. */
export function checkOutcomes(task: Task, root: Node): readonly Diagnostic[] {
  return callLists(task).flatMap((list) => checkStated(root, list))
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

function checkStated(root: Node, { path, calls, outcomes }: CallList): readonly Diagnostic[] {
  const needed = calls.filter(hasOutcome).length
  return outcomes.flatMap(({ key, values }) => {
    const word = key.join('.')
    if (values === undefined)
      return diagnosticAt('check/outcome-missing', locateOwner(root, path), `\`${word}\` is not stated`, {
        hint: '`reviewgym prove --update` runs the calls and fills in what happens, for you to review',
      })
    const node = nodeAt(root, [...path, ...key])
    if (values.length === needed) return []
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

function checkCall(task: Task, root: Node, list: CallList, call: Call, index: number): readonly Diagnostic[] {
  const before = list.calls.slice(0, index)
  const objects = [...fixtureNames(task), ...before.flatMap(({ as }) => as ?? [])]
  const path = [...list.path, 'calls', index]
  const target = (key: string, word: string) => createTarget(nodeAt(root, [...path, key]), word, key)
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
      ? checkObject(task, read, before, 'property')
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
  return [...checkTarget(task, target(key, word), before), ...args]
}
