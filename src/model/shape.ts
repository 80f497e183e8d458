/**
 * The vocabulary in which every data shape is declared once. A shape is a plain JSON Schema (2020-12) that also
 * carries its TypeScript type. Only the part of JSON Schema is used that editors, Ajv and Pydantic agree on.
 */

import type { Static, TObject, TProperties, TSchema, TUnsafe } from 'typebox'
import * as Type from 'typebox'

export type Shape = TSchema
export type Infer<S extends TSchema> = Static<S>

interface StringRules {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly examples?: readonly string[]
}

interface NumberRules {
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: number
}

interface ListRules {
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
}

/** An object with exactly these keys. */
export function object<P extends TProperties>(description: string, properties: P): TObject<P> {
  return Type.Object(properties, { description, additionalProperties: false })
}

/** An object with at least these keys; others pass unread. */
export function openObject<P extends TProperties>(description: string, properties: P): TObject<P> {
  return Type.Object(properties, { description, additionalProperties: true })
}

export function optional<S extends TSchema>(shape: S) {
  return Type.Optional(shape)
}

export function string(description: string, rules: StringRules = {}) {
  return Type.String({ description, ...rules, ...(rules.examples && { examples: [...rules.examples] }) })
}

export function integer(description: string, rules: NumberRules = {}) {
  return Type.Integer({ description, ...rules })
}

export function number(description: string, rules: NumberRules = {}) {
  return Type.Number({ description, ...rules })
}

export function boolean(description: string) {
  return Type.Boolean({ description })
}

/** One of a closed list of words. */
export function word<const W extends string>(
  description: string,
  words: readonly W[],
  rules: { readonly default?: W } = {},
): TUnsafe<W> {
  return Type.Unsafe<W>({ type: 'string', enum: [...words], description, ...rules })
}

/** One fixed word. */
export function literal<const W extends string>(value: W, description: string): TUnsafe<W> {
  return Type.Unsafe<W>({ type: 'string', const: value, description })
}

export function list<S extends TSchema>(description: string, items: S, rules: ListRules = {}) {
  return Type.Array(items, { description, ...rules })
}

/** Two whole numbers. (JSON Schema's tuples differ between drafts, so the length does their work.) */
export function integerPair(description: string, rules: NumberRules = {}): TUnsafe<[number, number]> {
  return Type.Unsafe<[number, number]>({
    type: 'array',
    items: { type: 'integer', ...rules },
    minItems: 2,
    maxItems: 2,
    description,
  })
}

/** Any keys, all values of one shape. */
export function record<S extends TSchema>(
  description: string,
  values: S,
  keyPattern?: string,
): TUnsafe<Record<string, Static<S>>> {
  return Type.Unsafe<Record<string, Static<S>>>({
    type: 'object',
    additionalProperties: values,
    ...(keyPattern === undefined ? {} : { propertyNames: { pattern: keyPattern } }),
    description,
  })
}

/** The same shape with values that editors offer and show; each is one that it takes. */
export function shown<S extends TSchema>(shape: S, ...examples: Static<S>[]): S {
  // A shape carries marks that are not enumerable, and a spread would lose them.
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(shape),
      examples: { value: examples, enumerable: true },
    },
  ) as S
}

/** Any JSON value. */
export function json(description: string): TUnsafe<unknown> {
  return Type.Unsafe<unknown>({ description })
}

/** Nothing but null. */
export function nothing(description: string): TUnsafe<null> {
  return Type.Unsafe<null>({ type: 'null', description })
}

/** The same shape, or null. A scalar's types are listed side by side, so that lax validation never turns 0 into null. */
export function nullable<S extends TSchema>(shape: S): TUnsafe<Static<S> | null> {
  const plain = shape as TSchema & { type?: string; enum?: unknown[]; description?: string }
  if (plain.type === undefined) throw new Error('Only a shape with a type can be nullable')
  if (plain.type === 'object' || plain.type === 'array') {
    const { description, ...rest } = plain
    return Type.Unsafe({ anyOf: [rest, { type: 'null' }], ...(description && { description }) })
  }
  return Type.Unsafe({
    ...plain,
    type: [plain.type, 'null'],
    ...(plain.enum && { enum: [...plain.enum, null] }),
  })
}

/** One of several shapes, told apart by their required keys. */
export function either<S extends TSchema[]>(description: string, shapes: [...S]) {
  return Type.Union(shapes, { description })
}

type Variants<Tag extends string, Cases extends Record<string, TProperties>> = {
  [Name in keyof Cases & string]: { [K in Tag]: Name } & Static<TObject<Cases[Name]>>
}[keyof Cases & string]

/** A tagged union: objects told apart by the word under `tag`. */
export function variants<const Tag extends string, Cases extends Record<string, TProperties>>(
  description: string,
  tag: Tag,
  cases: Cases,
): TUnsafe<Variants<Tag, Cases>> {
  return Type.Unsafe<Variants<Tag, Cases>>({
    description,
    anyOf: Object.entries(cases).map(([name, properties]) =>
      Type.Object({ [tag]: literal(name, `Says which.`), ...properties }, { additionalProperties: false }),
    ),
  })
}
