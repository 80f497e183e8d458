import {
  append,
  construct,
  create,
  isArray,
  mapSet,
  NativeDate,
  NativeError,
  NativeMap,
  NativeSet,
  ownKeys,
  put,
  setAdd,
} from './primordials.ts'
import { bytesFromBase64 } from './world/base64.ts'
import { Buffer } from './world/buffer.ts'

/** What a name stands for: a fixture or an earlier result, or what was thrown instead of it. */
export type Named = { readonly value: unknown } | { readonly thrown: unknown }

/** An argument whose name stands for nothing, because the call that should have given it raised. */
export class Unresolved {
  readonly thrown: unknown
  constructor(thrown: unknown) {
    this.thrown = thrown
  }
}

const objectPrototype = Object.prototype
const Numbers: Readonly<Record<string, number>> = {
  __proto__: null as never,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
}

/** The live value that an argument of the call language means. */
export function decode(value: unknown, lookUp: (name: string) => Named): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isArray(value)) {
    const list: unknown[] = []
    for (let index = 0; index < value.length; index += 1) append(list, decode(value[index], lookUp))
    return list
  }
  const keys = ownKeys(value)
  const first = keys[0]
  if (keys.length === 1 && typeof first === 'string' && first[0] === '$')
    return special(first, Reflect.get(value, first), lookUp)
  return properties(value, lookUp)
}

function properties(value: object, lookUp: (name: string) => Named): object {
  const made = create(objectPrototype)
  const keys = ownKeys(value)
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string
    put(made, key, decode((value as Record<string, unknown>)[key], lookUp))
  }
  return made
}

function special(mark: string, content: unknown, lookUp: (name: string) => Named): unknown {
  const list = isArray(content) ? content : []
  switch (mark) {
    case '$': {
      const named = lookUp(String(content))
      if ('thrown' in named) throw new Unresolved(named.thrown)
      return named.value
    }
    case '$undefined':
      return undefined
    case '$number':
      return typeof content === 'string' ? Numbers[content] : content
    case '$bigint':
      return BigInt(String(content))
    case '$date':
      return construct(NativeDate, [content], Date)
    case '$bytes':
      return Buffer.from(bytesFromBase64(String(content)))
    case '$error': {
      const error = new NativeError()
      put(error, 'name', String(content))
      return error
    }
    case '$opaque':
      return Symbol(String(content))
    case '$object':
      return properties(content as object, lookUp)
    case '$map': {
      const map = new NativeMap()
      for (let index = 0; index < list.length; index += 1)
        mapSet(map, [decode(list[index][0], lookUp), decode(list[index][1], lookUp)])
      return map
    }
    case '$set': {
      const set = new NativeSet()
      for (let index = 0; index < list.length; index += 1) setAdd(set, [decode(list[index], lookUp)])
      return set
    }
    default:
      throw new SyntaxError(`There is no special value ${mark}`)
  }
}
