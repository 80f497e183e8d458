import { hash } from 'node:crypto'

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The one spelling of a JSON value: keys sorted by UTF-16 code unit, no blanks, absent keys left out.
 * Same value, same bytes, whatever order its keys were written in (RFC 8785 for everything but exotic numbers).
 * Throws on what JSON cannot hold: NaN, infinities, functions.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`${value} has no JSON spelling`)
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? listJson(value) : objectJson(value as Readonly<Record<string, unknown>>)
    default:
      throw new Error(`A ${typeof value} has no JSON spelling`)
  }
}

function listJson(items: readonly unknown[]): string {
  let text = ''
  for (const item of items) text += (text === '' ? '' : ',') + canonicalJson(item)
  return `[${text}]`
}

function objectJson(members: Readonly<Record<string, unknown>>): string {
  let text = ''
  for (const key of Object.keys(members).sort()) {
    const member = members[key]
    if (member !== undefined)
      text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}

/** The same JSON value with the keys of its objects in the order of {@link canonicalJson}: as it is once it was written. */
export function canonicalValue<Value>(value: Value): Value {
  return JSON.parse(canonicalJson(value))
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal. */
export function sha256(text: string): string {
  return hash('sha256', text)
}
