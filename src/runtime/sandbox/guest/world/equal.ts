const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Node's `isDeepStrictEqual`; loosely, primitives compare with `==` and prototypes are not looked at. */
export function isDeepEqual(a: unknown, b: unknown, how: 'strict' | 'loose' = 'strict'): boolean {
  return compare(a, b, how, [])
}

function compare(a: unknown, b: unknown, how: 'strict' | 'loose', open: readonly object[]): boolean {
  if (Object.is(a, b)) return true
  if (!isObject(a) || !isObject(b))
    // biome-ignore lint/suspicious/noDoubleEquals: that is what the loose comparison means
    return how === 'loose' && !isObject(a) && !isObject(b) && a == b
  if (open.includes(a)) return true
  const inner = (x: unknown, y: unknown) => compare(x, y, how, [...open, a])
  if (how === 'strict' && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  if (a instanceof RegExp && b instanceof RegExp) return String(a) === String(b)
  if (a instanceof Error && b instanceof Error && (a.name !== b.name || a.message !== b.message)) return false
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && inner(value, b.get(key)))
  if (a instanceof Set && b instanceof Set)
    return (
      a.size === b.size && [...a].every((value) => b.has(value) || [...b].some((one) => inner(value, one)))
    )
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && inner(Reflect.get(a, key), Reflect.get(b, key)))
  )
}
