import { DOMException } from './exception.ts'

/** The language's structured clone, of what a task has: data, dates, maps, sets, bytes, errors, and cycles. */
export function structuredClone<Value>(value: Value): Value {
  return clone(value, new Map()) as Value
}

function clone(value: unknown, done: Map<object, object>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError')
  if (typeof value !== 'object' || value === null) return value
  const earlier = done.get(value)
  if (earlier) return earlier
  const keep = <Made extends object>(made: Made): Made => {
    done.set(value, made)
    return made
  }
  if (value instanceof Date) return keep(new Date(value.getTime()))
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags))
  if (value instanceof ArrayBuffer) return keep(value.slice(0))
  if (ArrayBuffer.isView(value)) return keep(Uint8Array.from(value as Uint8Array))
  if (value instanceof Map) {
    const map = keep(new Map())
    for (const [key, entry] of value) map.set(clone(key, done), clone(entry, done))
    return map
  }
  if (value instanceof Set) {
    const set = keep(new Set())
    for (const entry of value) set.add(clone(entry, done))
    return set
  }
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
    throw new DOMException('#<Promise> could not be cloned.', 'DataCloneError')
  if (value instanceof Error) return keep(cloneError(value))
  const copy: object = keep(Array.isArray(value) ? [] : {})
  for (const [key, entry] of Object.entries(value))
    Object.defineProperty(copy, key, {
      value: clone(entry, done),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  return copy
}

function cloneError(error: Error): Error {
  const known = [TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError]
  const Type = known.find(({ name }) => name === error.name) ?? Error
  return new Type(error.message)
}
