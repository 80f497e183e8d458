import {
  append,
  arrayBufferLength,
  bigIntText,
  builtInErrors,
  dateText,
  dateTime,
  errorPrototype,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  isNotANumber,
  isView,
  mapForEach,
  mapSize,
  NativeBytes,
  ownKeys,
  promisePrototype,
  setForEach,
  setSize,
  stringifyJson,
  typedArrayLength,
  typedArrayName,
  weakHas,
} from './primordials.ts'

/** How deep and how wide an outcome may be, and how long its text. */
const LIMITS = { depth: 64, values: 20_000, text: 256 * 1024 }

class TooLarge {}

const opaque = (what: string) => `{"$opaque":${stringifyJson(what)}}`

/**
 * A value as JSON text: own enumerable data properties only, special values by their marks. No getter, `toJSON`,
 * iterator or patched prototype is asked.
 */
export function encode(value: unknown): string {
  let values = 0
  let length = 0
  const open: object[] = []

  const isOpen = (object: object): boolean => {
    for (let index = 0; index < open.length; index += 1) if (open[index] === object) return true
    return false
  }
  const counted = (text: string): string => {
    length += text.length
    if (length > LIMITS.text) throw new TooLarge()
    return text
  }
  const inner = (entry: unknown): string => {
    values += 1
    if (values > LIMITS.values || open.length > LIMITS.depth) throw new TooLarge()
    const type = typeof entry
    if (type === 'string') return counted(stringifyJson(entry))
    if (type === 'number') return counted(numberText(entry as number))
    if (type === 'boolean') return entry ? 'true' : 'false'
    if (type === 'undefined') return '{"$undefined":true}'
    if (type === 'bigint') return counted(`{"$bigint":"${bigIntText(entry as bigint, [])}"}`)
    if (type === 'symbol' || type === 'function') return opaque(type)
    return entry === null ? 'null' : objectText(entry as object)
  }
  const objectText = (object: object): string => {
    if (isOpen(object)) return opaque('circular')
    append(open, object)
    const text = special(object, inner) ?? (isArray(object) ? list(object) : properties(object))
    open.length -= 1
    return text
  }
  const list = (array: readonly unknown[]): string => {
    const size = Number(getOwnPropertyDescriptor(array, 'length')?.value)
    let text = ''
    for (let index = 0; index < size; index += 1) {
      const found = getOwnPropertyDescriptor(array, index)
      text += `${index === 0 ? '' : ','}${inner(found?.value)}`
    }
    return `[${text}]`
  }
  const properties = (object: object): string => {
    const keys = ownKeys(object)
    let text = ''
    let count = 0
    let first = ''
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index]
      if (typeof key !== 'string') continue
      const found = getOwnPropertyDescriptor(object, key)
      if (found === undefined || !found.enumerable || !('value' in found)) continue
      if (count === 0) first = key
      text += `${count === 0 ? '' : ','}${counted(stringifyJson(key))}:${inner(found.value)}`
      count += 1
    }
    return count === 1 && first[0] === '$' ? `{"$object":{${text}}}` : `{${text}}`
  }

  try {
    return inner(value)
  } catch (thrown) {
    return opaque(thrown instanceof TooLarge ? 'too large' : 'unreadable')
  }
}

function numberText(value: number): string {
  if (isNotANumber(value)) return '{"$number":"NaN"}'
  if (value === Infinity || value === -Infinity) return `{"$number":"${value}"}`
  return `${value === 0 ? 0 : value}`
}

function special(object: object, inner: (entry: unknown) => string): string | null {
  if (isError(object)) return `{"$error":${stringifyJson(errorName(object))}}`
  const time = attempt(() => dateTime(object, []))
  if (time !== undefined) return `{"$date":"${isNotANumber(time) ? 'Invalid Date' : dateText(object, [])}"}`
  if (attempt(() => mapSize(object)) !== undefined) return `{"$map":[${mapText(object, inner)}]}`
  if (attempt(() => setSize(object)) !== undefined) return `{"$set":[${setText(object, inner)}]}`
  if (isView(object)) return viewText(object, inner)
  if (attempt(() => arrayBufferLength(object)) !== undefined)
    return bytesText(new NativeBytes(object as ArrayBuffer))
  return isPromise(object) ? opaque('promise') : null
}

function isPromise(object: object): boolean {
  for (let at: object | null = object, step = 0; at !== null && step < 32; at = getPrototypeOf(at), step += 1)
    if (at === promisePrototype) return true
  return false
}

function mapText(map: object, inner: (entry: unknown) => string): string {
  let text = ''
  mapForEach(map, [
    (value, key) => {
      text += `${text === '' ? '' : ','}[${inner(key)},${inner(value)}]`
    },
  ])
  return text
}

function setText(set: object, inner: (entry: unknown) => string): string {
  let text = ''
  setForEach(set, [
    (value) => {
      text += `${text === '' ? '' : ','}${inner(value)}`
    },
  ])
  return text
}

function viewText(view: object, inner: (entry: unknown) => string): string {
  const name = typedArrayName(view)
  if (name === undefined) return opaque('DataView')
  if (name === 'Uint8Array' || name === 'Uint8ClampedArray') return bytesText(view as Uint8Array)
  const size = Number(typedArrayLength(view))
  let text = ''
  for (let index = 0; index < size; index += 1)
    text += `${index === 0 ? '' : ','}${inner((view as Float64Array)[index])}`
  return `[${text}]`
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function bytesText(bytes: Uint8Array): string {
  const size = Number(typedArrayLength(bytes))
  if (size > LIMITS.text) throw new TooLarge()
  let text = ''
  for (let at = 0; at < size; at += 3) {
    const a = bytes[at] ?? 0
    const b = bytes[at + 1]
    const c = bytes[at + 2]
    text += (DIGITS[a >> 2] ?? '') + (DIGITS[((a & 3) << 4) | ((b ?? 0) >> 4)] ?? '')
    text += b === undefined ? '=' : DIGITS[((b & 15) << 2) | ((c ?? 0) >> 6)]
    text += c === undefined ? '=' : DIGITS[c & 63]
  }
  return `{"$bytes":"${text}"}`
}

function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function isError(value: object): boolean {
  for (let at: object | null = value, step = 0; at !== null && step < 32; at = getPrototypeOf(at), step += 1)
    if (at === errorPrototype) return true
  return false
}

/** The data property of this name on the object or its prototypes; getters are not asked. */
function dataOf(value: object, key: string): unknown {
  for (
    let at: object | null = value, step = 0;
    at !== null && step < 32;
    at = getPrototypeOf(at), step += 1
  ) {
    const found = getOwnPropertyDescriptor(at, key)
    if (found !== undefined) return 'value' in found ? found.value : undefined
  }
  return undefined
}

/** An error's own name, or else that of its class: what a built-in prototype says is no name of its own. */
function errorName(error: object): string {
  const name = dataOf(error, 'name')
  if (typeof name === 'string' && !isBuiltInName(error)) return name
  const maker = dataOf(error, 'constructor')
  const type = typeof maker === 'function' ? dataOf(maker, 'name') : undefined
  // V8 throws a RangeError where QuickJS throws an error of its own.
  if (type === 'InternalError')
    return dataOf(error, 'message') === 'stack overflow' ? 'RangeError' : 'InternalError'
  return typeof type === 'string' && type !== '' ? type : 'Error'
}

function isBuiltInName(error: object): boolean {
  for (let at: object | null = error, step = 0; at !== null && step < 32; at = getPrototypeOf(at), step += 1)
    if (getOwnPropertyDescriptor(at, 'name') !== undefined) return weakHas(builtInErrors, at)
  return false
}

/** The type name of something thrown: an error's name, or what the value is. */
export function thrownName(thrown: unknown): string {
  try {
    if (thrown === null || (typeof thrown !== 'object' && typeof thrown !== 'function'))
      return thrown === null ? 'null' : typeof thrown
    return isError(thrown) ? errorName(thrown) : 'Object'
  } catch {
    return 'Object'
  }
}
