/** A value for people, about as Node prints it. */
export function inspect(value: unknown): string {
  return show(value, 0, [])
}

function show(value: unknown, depth: number, open: readonly object[]): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function')
    return value.name === '' ? '[Function (anonymous)]' : `[Function: ${value.name}]`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  if (open.includes(value)) return '[Circular *1]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof RegExp) return String(value)
  if (value instanceof Error) return `[${String(value)}]`
  if (depth > 2) return Array.isArray(value) ? '[Array]' : '[Object]'
  const inner = (entry: unknown) => show(entry, depth + 1, [...open, value])
  if (value instanceof Map)
    return `Map(${value.size}) ${braced([...value].map(([key, entry]) => `${inner(key)} => ${inner(entry)}`))}`
  if (value instanceof Set) return `Set(${value.size}) ${braced([...value].map(inner))}`
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(inner).join(', ')} ]`
  const name = Object.getPrototypeOf(value)?.constructor?.name
  const members = Object.entries(value).map(
    ([key, entry]) => `${/^[\w$]+$/.test(key) ? key : `'${key}'`}: ${inner(entry)}`,
  )
  return `${name === 'Object' || name === undefined ? '' : `${name} `}${braced(members)}`
}

const braced = (members: readonly string[]) => (members.length === 0 ? '{}' : `{ ${members.join(', ')} }`)

/** Node's `format`: `%s %d %i %f %j %o %O %%`, and what is left behind a blank. */
export function format(template: unknown, ...args: unknown[]): string {
  const rest = [...args]
  const first =
    typeof template === 'string'
      ? template.replaceAll(/%[sdifjoO%]/g, (mark) => {
          if (mark === '%%') return '%'
          if (rest.length === 0) return mark
          return formatOne(mark, rest.shift())
        })
      : inspect(template)
  return [first, ...rest.map((value) => (typeof value === 'string' ? value : inspect(value)))].join(' ')
}

function formatOne(mark: string, value: unknown): string {
  if (mark === '%s') return typeof value === 'object' && value !== null ? inspect(value) : String(value)
  if (mark === '%d') return String(Number(value))
  if (mark === '%i') return String(Number.parseInt(String(value), 10))
  if (mark === '%f') return String(Number.parseFloat(String(value)))
  return mark === '%j' ? String(JSON.stringify(value)) : inspect(value)
}
