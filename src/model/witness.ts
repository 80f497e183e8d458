import { type Call, callsShape, hasOutcome, outcomesShape } from './call.ts'
import type { Fault } from './fault.ts'
import { type Infer, object } from './shape.ts'

/** What an agent runs to prove a finding: calls, what they give on the served program, and on one without the defect. */
export const witnessShape = object(
  'Proof by running: calls, what happens on the served program, and what should happen.',
  { calls: callsShape, actual: outcomesShape, expected: outcomesShape },
)

export type Witness = Infer<typeof witnessShape>

/** How large a witness may be as JSON, in UTF-16 units, and how deep. */
export const witnessLimits = { characters: 16_000, depth: 32 } as const

/** Words that lead from a value to the code it came from, or to code of one's own. */
const PASSAGES = ['constructor', 'prototype', 'stack', 'caller', 'callee', 'arguments']

/** What keeps a well-shaped witness from being run, or null. Paths are relative to the witness. */
export function witnessFault(witness: Witness): Fault | null {
  const { calls, actual, expected } = witness
  if (depthOf(witness, witnessLimits.depth + 1) > witnessLimits.depth)
    return refused([], null, `A witness is at most ${witnessLimits.depth} levels deep`)
  const size = JSON.stringify(witness).length
  if (size > witnessLimits.characters)
    return refused([], null, `A witness has at most ${witnessLimits.characters} characters, this one ${size}`)
  for (const [index, call] of calls.entries()) {
    const [key, target] = targetOf(call)
    const passage = namesOf(target).find((name) => PASSAGES.includes(name) || name.startsWith('__'))
    if (passage !== undefined)
      return refused(['calls', index, key], target, `A witness may not reach for \`${passage}\``)
  }
  const needed = calls.filter(hasOutcome).length
  for (const [key, outcomes] of Object.entries({ actual, expected }))
    if (outcomes.length !== needed)
      return refused(
        [key],
        null,
        `${counted(outcomes.length, 'outcome')} for ${counted(needed, 'call')} that ${needed === 1 ? 'has' : 'have'} one: each \`call\`, \`await\` and \`read\` has one, \`new\` and \`start\` have none`,
      )
  const open = actual.findIndex(raisesAnything)
  if (open !== -1) return refused(['actual', open], actual[open], 'What happens names its error, not `*`')
  return null
}

function targetOf(call: Call): readonly [key: string, target: string] {
  if ('call' in call) return ['call', call.call]
  if ('new' in call) return ['new', call.new]
  if ('start' in call) return ['start', call.start]
  return 'await' in call ? ['await', call.await] : ['read', call.read]
}

/** The names in a target; a path before `#` is none. */
function namesOf(target: string): readonly string[] {
  return target.slice(target.indexOf('#') + 1).split('.')
}

function raisesAnything(outcome: unknown): boolean {
  return (
    typeof outcome === 'object' &&
    outcome !== null &&
    !Array.isArray(outcome) &&
    Reflect.get(outcome, 'raises') === '*'
  )
}

function depthOf(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null || most === 0) return 0
  return Object.values(value).reduce((depth: number, one) => Math.max(depth, depthOf(one, most - 1) + 1), 1)
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function refused(path: readonly (string | number)[], input: unknown, message: string): Fault {
  return { path, input, kind: 'refused', message }
}
