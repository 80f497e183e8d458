/** What a validator found wrong with a value, in this project's words: no other file knows Ajv's error format. */
export type Fault = { readonly path: readonly (string | number)[]; readonly input: unknown } & (
  | {
      readonly kind: 'missing-key'
      readonly key: string
      /** The keys that the object may have. */
      readonly known?: readonly string[]
      /** What the key is for. */
      readonly about?: string
    }
  | { readonly kind: 'unknown-key'; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: 'wrong-type'; readonly expected: readonly string[] }
  | { readonly kind: 'wrong-word'; readonly words: readonly string[] }
  | {
      readonly kind: 'too-short' | 'too-long' | 'too-few' | 'too-many' | 'too-small' | 'too-large'
      readonly limit: number
    }
  | { readonly kind: 'no-match'; readonly pattern: string; readonly examples?: readonly string[] }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'no-variant'; readonly keys: readonly string[]; readonly known: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string }
)

/** A path as JavaScript would write it: `findings[0].range`; the empty path is `fallback`. */
export function formatPath(path: readonly (string | number)[], fallback: string): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
  return text.replace(/^\./, '') || fallback
}

/** A fault in one line, without its place. */
export function describeFault(fault: Fault): string {
  const { input } = fault
  switch (fault.kind) {
    case 'missing-key':
      return `Key \`${fault.key}\` is missing`
    case 'unknown-key':
      return `Unknown key \`${fault.key}\``
    case 'wrong-type':
      return `Expected ${fault.expected.map((type) => typeNames[type] ?? type).join(' or ')}, found ${describeValue(input)}`
    case 'wrong-word':
      return `${quoteValue(input)} is not one of the words allowed here`
    case 'too-short':
      return input === ''
        ? 'Text is empty'
        : `Text has ${characters(input)}, and at least ${fault.limit} are needed`
    case 'too-long':
      return `Text has ${characters(input)}, and at most ${fault.limit} are allowed`
    case 'too-few':
      return `There ${entries(input)} here, and ${fault.limit} ${fault.limit === 1 ? 'is' : 'are'} needed`
    case 'too-many':
      return `There ${entries(input)} here, and at most ${fault.limit} are allowed`
    case 'too-small':
      return `${quoteValue(input)} is smaller than ${fault.limit}`
    case 'too-large':
      return `${quoteValue(input)} is larger than ${fault.limit}`
    case 'no-match':
      return `${quoteValue(input)} does not have the form \`${fault.pattern}\``
    case 'repeated':
      return 'List has the same entry twice'
    case 'no-variant':
      return describeVariants(fault.keys, input)
    case 'refused':
      return fault.message
  }
}

function describeVariants(keys: readonly string[], input: unknown): string {
  if (keys.length === 0) return 'Value has none of the forms allowed here'
  const present = keys.filter((key) => isObject(input) && Object.hasOwn(input, key))
  const found =
    present.length > 1
      ? `, found ${listed(present)}`
      : isObject(input)
        ? ''
        : `, found ${describeValue(input)}`
  return `Exactly one of the keys ${listed(keys)} is needed${found}`
}

function listed(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(', ')
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (value === '') return 'an empty text'
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  const type = typeof value === 'string' ? 'the text ' : typeof value === 'number' ? 'the number ' : ''
  return `${type}${quoteValue(value)}`
}

/** On one line and short, whatever it is. */
function quoteValue(value: unknown): string {
  if (value === '' || typeof value === 'object') return capitalized(describeValue(value))
  const text = String(value).replace(/\s+/g, ' ')
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Lengths are counted in characters, as JSON Schema does, and not in UTF-16 units. */
function characters(value: unknown): string {
  return counted(typeof value === 'string' ? [...value].length : 0, 'character', 'characters')
}

function entries(value: unknown): string {
  const count = isObject(value) ? Object.keys(value).length : 0
  const text = Array.isArray(value) ? counted(count, 'entry', 'entries') : counted(count, 'key', 'keys')
  return `${count === 1 ? 'is' : 'are'} ${text}`
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
