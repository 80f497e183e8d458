/** Texts that mean themselves without quotes, in every version of YAML. */
const PLAIN = /^[A-Za-z_][\w./-]*(?: [\w./-]+)*$/
const WORDS = /^(?:null|true|false|yes|no|on|off|y|n)$/i

/** A JSON value in YAML, on one line: `[{ id: 1, name: Emma }]`. */
export function printFlow(value: unknown): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(printFlow).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => `${printFlow(key)}: ${printFlow(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !WORDS.test(text)
}
