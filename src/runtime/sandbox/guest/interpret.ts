import { decode, type Named, Unresolved } from './decode.ts'
import { encode, thrownName } from './encode.ts'
import { host } from './host.ts'
import { append, apply, construct, create, indexOf, slice, stringifyJson } from './primordials.ts'

/** A call of the call language, as it comes from the host. */
export interface CallData {
  readonly call?: string
  readonly new?: string
  readonly start?: string
  readonly await?: string
  readonly read?: string
  readonly args?: readonly unknown[]
  readonly as?: string
}

const HANGS = '{"hangs":true}'

type Names = Record<string, Named>
type Exports = Readonly<Record<string, unknown>>

let calls: readonly CallData[] = []
const names: Names = create(null)
const modules: Record<string, Exports> = create(null)
const reviewed: readonly string[] = []
let position = 0
let isFinished = false

export function prepare(given: readonly CallData[]): void {
  calls = given
}

export function nameFixture(name: string, value: unknown): void {
  names[name] = { value }
}

export function addModule(path: string, exports: Exports, isReviewed: boolean): void {
  modules[path] = exports
  if (isReviewed) append(reviewed as string[], path)
}

export const finished = (): boolean => isFinished
export const waitingFor = (): number => position

/** Goes on until a call must be waited for; whatever ends that wait goes on from there. */
export function proceed(): void {
  while (position < calls.length) {
    const call = calls[position]
    if (call === undefined) break
    if (call.new !== undefined) keep(call, make(call.new, call))
    else if (call.start !== undefined) keep(call, { value: started(call.start, call) })
    else if (call.read !== undefined) record(call, read(call.read))
    else {
      wait(call)
      return
    }
    position += 1
  }
  isFinished = true
}

/** Nothing can move any more: what is waited for hangs, and the next call is made. */
export function giveUp(): void {
  const call = calls[position]
  if (call === undefined) return
  host('outcome', HANGS)
  position += 1
  keep(call, { value: undefined })
  proceed()
}

/** Every call raises this. */
export function abandon(thrown: unknown): void {
  endAll(raises(thrown), describe(thrown))
}

/** Every call hangs. */
export function hangAll(problem: string): void {
  endAll(HANGS, problem)
}

function endAll(outcome: string, problem: string): void {
  host('problem', problem)
  for (; position < calls.length; position += 1) {
    const call = calls[position]
    if (call !== undefined && call.new === undefined && call.start === undefined) host('outcome', outcome)
  }
  isFinished = true
}

async function wait(call: CallData): Promise<void> {
  const own = position
  let result: Named
  try {
    result = { value: await (call.await === undefined ? invoke(call.call ?? '', call) : heldBy(call.await)) }
  } catch (thrown) {
    result = { thrown }
  }
  if (position !== own) return
  record(call, result)
  position += 1
  proceed()
}

function record(call: CallData, result: Named): void {
  host('outcome', 'thrown' in result ? raises(result.thrown) : encode(result.value))
  keep(call, result)
}

function keep(call: CallData, result: Named): void {
  if (call.as !== undefined) names[call.as] = result
}

function raises(thrown: unknown): string {
  return `{"raises":${stringifyJson(thrownName(reason(thrown)))}}`
}

/** A call that names a result which was never given fails as the call that should have given it did. */
function reason(thrown: unknown): unknown {
  return thrown instanceof Unresolved ? reason(thrown.thrown) : thrown
}

function describe(thrown: unknown): string {
  try {
    const message = Reflect.get(thrown as object, 'message')
    return `${thrownName(thrown)}: ${typeof message === 'string' ? message : ''}`
  } catch {
    return thrownName(thrown)
  }
}

/** A started call: its promise is held in a box, so that nothing takes it for the call's value. */
function started(target: string, call: CallData): Box {
  try {
    const value = invoke(target, call)
    // An early rejection is not unheard: it is awaited later, or the author does not care.
    silence(value)
    return new Box({ value })
  } catch (thrown) {
    return new Box({ thrown })
  }
}

class Box {
  readonly content: Named
  constructor(content: Named) {
    this.content = content
  }
}

async function silence(value: unknown): Promise<void> {
  try {
    await value
  } catch {}
}

function heldBy(name: string): unknown {
  const value = open(lookUp(name))
  return value instanceof Box ? open(value.content) : value
}

function open(named: Named): unknown {
  if ('thrown' in named) throw named.thrown
  return named.value
}

function lookUp(name: string): Named {
  const named = names[name]
  if (named === undefined) throw new ReferenceError(`There is no fixture or earlier result ${name}`)
  return 'value' in named && named.value instanceof Box ? named.value.content : named
}

function argumentsOf(call: CallData): unknown[] {
  const args: unknown[] = []
  const given = call.args ?? []
  for (let index = 0; index < given.length; index += 1) append(args, decode(given[index], lookUp))
  return args
}

function make(name: string, call: CallData): Named {
  try {
    return { value: construct(exported(name) as never, argumentsOf(call)) }
  } catch (thrown) {
    return { thrown }
  }
}

function invoke(target: string, call: CallData): unknown {
  const args = argumentsOf(call)
  const dot = indexOf(target, ['#']) === -1 ? indexOf(target, ['.']) : -1
  if (dot === -1) return apply(exported(target) as never, undefined, args)
  const object = heldBy(slice(target, [0, dot]))
  const method = slice(target, [dot + 1])
  return apply(Reflect.get(Object(object), method, object) as never, object, args)
}

function exported(target: string): unknown {
  const hash = indexOf(target, ['#'])
  if (hash !== -1) return member(modules[slice(target, [0, hash])], slice(target, [hash + 1]))
  for (let index = 0; index < reviewed.length; index += 1) {
    const found = member(modules[reviewed[index] ?? ''], target)
    if (found !== undefined) return found
  }
  return target in names ? heldBy(target) : undefined
}

function member(exports: Exports | undefined, name: string): unknown {
  return exports === undefined || !(name in exports) ? undefined : exports[name]
}

function read(path: string): Named {
  try {
    const parts = split(path)
    let value = heldBy(parts[0] ?? '')
    for (let index = 1; index < parts.length; index += 1)
      value = Reflect.get(Object(value), parts[index] ?? '', value)
    return { value }
  } catch (thrown) {
    return { thrown }
  }
}

function split(path: string): string[] {
  const parts: string[] = []
  let from = 0
  for (let dot = indexOf(path, ['.']); dot !== -1; dot = indexOf(path, ['.', from])) {
    append(parts, slice(path, [from, dot]))
    from = dot + 1
  }
  append(parts, slice(path, [from]))
  return parts
}
