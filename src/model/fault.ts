/** What a validator found wrong with a value, in this project's words: no other file knows Ajv's error format. */
export type Fault = { readonly path: readonly (string | number)[]; readonly input: unknown } & (
  | { readonly kind: 'missing-key'; readonly key: string }
  | { readonly kind: 'unknown-key'; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: 'wrong-type'; readonly expected: readonly string[] }
  | { readonly kind: 'wrong-word'; readonly words: readonly string[] }
  | {
      readonly kind: 'too-short' | 'too-long' | 'too-few' | 'too-many' | 'too-small' | 'too-large'
      readonly limit: number
    }
  | { readonly kind: 'no-match'; readonly pattern: string }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'no-variant'; readonly keys: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string }
)

/** A path as JavaScript would write it: `findings[0].range`; the empty path is `fallback`. */
export function formatPath(path: readonly (string | number)[], fallback: string): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
  return text.replace(/^\./, '') || fallback
}

/** A fault in one line, without its place. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'missing-key':
      return `Key \`${fault.key}\` is missing`
    case 'unknown-key':
      return `Unknown key \`${fault.key}\``
    case 'wrong-type':
      return `Expected ${fault.expected.map(withArticle).join(' or ')}, found ${describeValue(fault.input)}`
    case 'wrong-word':
      return `${describeValue(fault.input)} is not one of the words allowed here`
    case 'too-short':
      return `Text is shorter than ${fault.limit} characters`
    case 'too-long':
      return `Text is longer than ${fault.limit} characters`
    case 'too-few':
      return `List has fewer than ${fault.limit} entries`
    case 'too-many':
      return `List has more than ${fault.limit} entries`
    case 'too-small':
      return `Number is smaller than ${fault.limit}`
    case 'too-large':
      return `Number is larger than ${fault.limit}`
    case 'no-match':
      return `${describeValue(fault.input)} does not have the form \`${fault.pattern}\``
    case 'repeated':
      return 'List has the same entry twice'
    case 'no-variant':
      return fault.keys.length === 0
        ? 'Value has none of the forms allowed here'
        : `Exactly one of the keys ${fault.keys.map((key) => `\`${key}\``).join(', ')} is needed`
    case 'refused':
      return fault.message
  }
}

function withArticle(type: string): string {
  if (type === 'null') return 'null'
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`
}

function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  const text = typeof value === 'string' ? `"${value}"` : String(value)
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``
}
