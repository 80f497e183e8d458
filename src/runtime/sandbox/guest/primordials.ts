/**
 * What the recording of outcomes needs of the language, taken before any code of a task runs: nothing that such code
 * does to prototypes or globals later reaches it. No iteration protocol, no method looked up on a value.
 */
export const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect
export const { create, freeze } = Object
export const { isArray } = Array
export const { isNaN: isNotANumber } = Number
export const { isView } = ArrayBuffer
export const { parse: parseJson, stringify: stringifyJson } = JSON
export const NativeDate = Date
export const NativeMap = Map
export const NativeSet = Set
export const NativeError = Error
export const errorPrototype = Error.prototype
export const promisePrototype = Promise.prototype

type Method<Self, Args extends unknown[], Result> = (this: Self, ...args: Args) => Result

/** A method as a function of its object. */
function free<Self, Args extends unknown[], Result>(method: Method<Self, Args, Result>) {
  return (self: Self, args: Args): Result => apply(method, self, args)
}

function getter(of: object, key: PropertyKey): (self: unknown) => unknown {
  const get = getOwnPropertyDescriptor(of, key)?.get
  if (get === undefined) throw new TypeError(`No getter ${String(key)}`)
  return (self) => apply(get, self, [])
}

const weakSetHas = WeakSet.prototype.has

/** The prototypes of the language's own errors. */
export const builtInErrors: object = new WeakSet(
  [
    ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'],
    ...['AggregateError', 'InternalError'],
  ].flatMap((name) => Reflect.get(globalThis, name)?.prototype ?? []),
)

const typedArrayPrototype: object = getPrototypeOf(Uint8Array.prototype) ?? {}

export const dateTime: (self: unknown, args: []) => number = free(NativeDate.prototype.getTime) as never
export const dateText: (self: unknown, args: []) => string = free(NativeDate.prototype.toISOString) as never
export const mapForEach: (self: unknown, args: [(value: unknown, key: unknown) => void]) => void = free(
  NativeMap.prototype.forEach,
) as never
export const setForEach: (self: unknown, args: [(value: unknown) => void]) => void = free(
  NativeSet.prototype.forEach,
) as never
export const weakHas: (set: object, value: object) => boolean = (set, value) =>
  apply(weakSetHas, set, [value])
export const mapSize = getter(NativeMap.prototype, 'size')
export const setSize = getter(NativeSet.prototype, 'size')
export const mapSet: (self: unknown, args: [unknown, unknown]) => unknown = free(
  NativeMap.prototype.set,
) as never
export const setAdd: (self: unknown, args: [unknown]) => unknown = free(NativeSet.prototype.add) as never
export const typedArrayName = getter(typedArrayPrototype, Symbol.toStringTag)
export const typedArrayLength = getter(typedArrayPrototype, 'length')
export const arrayBufferLength = getter(ArrayBuffer.prototype, 'byteLength')
export const indexOf: (self: string, args: [string, number?]) => number = free(String.prototype.indexOf)
export const slice: (self: string, args: [number, number?]) => string = free(String.prototype.slice)
export const bigIntText: (self: bigint, args: []) => string = free(BigInt.prototype.toString)
export const NativeBytes = Uint8Array

/** Puts a value at the end of an array of our own, whatever setters `Array.prototype` may have. */
export function append<Value>(list: Value[], value: Value): void {
  defineProperty(list, list.length, { value, writable: true, enumerable: true, configurable: true })
}

/** Gives an object an own property, whatever its prototype says. */
export function put(target: object, key: PropertyKey, value: unknown): void {
  defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}
