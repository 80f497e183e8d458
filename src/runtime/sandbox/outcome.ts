/** How deep a stated outcome may be; what the sandbox gives is within its own limits. */
const MAX_DEPTH = 128

/** Something that has no spelling: a function, a symbol, a promise, or what is too large. It equals nothing. */
class Unspeakable extends Error {}

/**
 * Whether an outcome is the one that was stated. Objects compare by their own keys in any order, maps and sets in any
 * order, NaN equals itself, dates by their moment, bytes by their content, errors by the name of their type, of which
 * `*` means any.
 */
export function sameOutcome(actual: unknown, stated: unknown): boolean {
  if (raised(stated) === '*') return raised(actual) !== null
  try {
    return spelling(actual, 0) === spelling(stated, 0)
  } catch (thrown) {
    if (thrown instanceof Unspeakable) return false
    throw thrown
  }
}

/** Whether the outcomes are those that were stated, one by one. */
export function sameOutcomes(actual: readonly unknown[], stated: readonly unknown[]): boolean {
  return actual.length === stated.length && actual.every((one, index) => sameOutcome(one, stated[index]))
}

function raised(outcome: unknown): string | null {
  if (typeof outcome !== 'object' || outcome === null) return null
  const keys = Object.keys(outcome)
  const name: unknown = Reflect.get(outcome, 'raises')
  return keys.length === 1 && keys[0] === 'raises' && typeof name === 'string' ? name : null
}

/** One text for each value, the same for all its spellings in the call language. */
function spelling(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new Unspeakable()
  const inner = (entry: unknown) => spelling(entry, depth + 1)
  if (value === undefined) return '$undefined'
  if (typeof value === 'number')
    return Number.isFinite(value) ? JSON.stringify(value === 0 ? 0 : value) : `$number ${value}`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`
  const [key, ...others] = Object.keys(value)
  if (key?.startsWith('$') && others.length === 0) return special(key, Reflect.get(value, key), inner)
  return properties(value, inner)
}

type Inner = (entry: unknown) => string

function properties(value: object, inner: Inner): string {
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${inner(member)}`)
  return `{${members.join(',')}}`
}

function special(mark: string, content: unknown, inner: Inner): string {
  const list: readonly unknown[] = Array.isArray(content) ? content : []
  switch (mark) {
    case '$undefined':
      return '$undefined'
    case '$number':
      return spelling(Number(content), 0)
    case '$bigint':
    case '$error':
      return `${mark} ${String(content)}`
    case '$date':
      return `$date ${new Date(String(content)).getTime()}`
    case '$bytes':
      return `$bytes ${Buffer.from(String(content), 'base64').toString('hex')}`
    case '$set':
      return `$set {${list.map(inner).sort().join(',')}}`
    case '$map':
      return `$map {${list.map(inner).sort().join(',')}}`
    case '$object':
      if (typeof content === 'object' && content !== null) return properties(content, inner)
      throw new Unspeakable()
    default:
      throw new Unspeakable()
  }
}
