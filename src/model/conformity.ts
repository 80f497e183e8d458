import type { Infer, Shape } from './shape.ts'

/** Says whether a value is as a shape says. */
export type Conformity = (value: unknown) => boolean

type Schema = Readonly<Record<string, unknown>>

/**
 * Asks of values whether they are as a shape says, and not what is wrong with them. It makes no code, so it is ready at
 * once. What it says yes to is right; to items of a list that are objects and may not come twice it says no. Throws on
 * a shape with a word of JSON Schema that is not known here.
 */
export function conformityTo(shape: Shape): Conformity {
  return every(
    Object.entries(shape).flatMap(([word, argument]) => {
      const make = Object.hasOwn(words, word) ? words[word] : undefined
      if (make === undefined) throw new Error(`No test for the schema keyword ${word}`)
      return make(argument as never, shape as Schema) ?? []
    }),
  )
}

/** Whether values are of a shape, as they are; ready at once, and never says what is wrong. */
export function createGuard<S extends Shape>(shape: S): (value: unknown) => value is Infer<S> {
  let conforms: Conformity | null = null
  return (value): value is Infer<S> => {
    conforms ??= conformityTo(shape)
    return conforms(value)
  }
}

/** What each word asks for; null where it asks for nothing, or another word looks after it. */
const words: Readonly<Record<string, (argument: never, schema: Schema) => Conformity | null>> = {
  type: (types: string | readonly string[]) => some([types].flat().map((type) => typeTests[type] ?? never)),
  enum: (values: readonly unknown[]) => {
    const known = new Set(values)
    return (value) => known.has(value)
  },
  const: (expected: unknown) => (value) => value === expected,
  pattern: (source: string) => {
    const pattern = new RegExp(source, 'u')
    return (value) => typeof value !== 'string' || pattern.test(value)
  },
  minLength: (least: number) => (value) => typeof value !== 'string' || isAsLong(value, least),
  maxLength: (most: number) => (value) => typeof value !== 'string' || !isAsLong(value, most + 1),
  minimum: (least: number) => (value) => typeof value !== 'number' || value >= least,
  maximum: (most: number) => (value) => typeof value !== 'number' || value <= most,
  minItems: (least: number) => (value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most: number) => (value) => !Array.isArray(value) || value.length <= most,
  uniqueItems: (isAsked: boolean) => (isAsked ? areUnique : null),
  items: (shape: Shape) => {
    const fits = conformityTo(shape)
    return (value) => !Array.isArray(value) || areAll(value, fits)
  },
  properties: (_, schema) => membersOf(schema),
  required: (_, schema) => ('properties' in schema ? null : membersOf(schema)),
  additionalProperties: (_, schema) =>
    'properties' in schema || 'required' in schema ? null : membersOf(schema),
  propertyNames: (shape: Shape) => {
    const fits = conformityTo(shape)
    return (value) => !isObject(value) || Object.keys(value).every(fits)
  },
  minProperties: (least: number) => (value) => !isObject(value) || Object.keys(value).length >= least,
  anyOf: (shapes: readonly Shape[]) => some(shapes.map(conformityTo)),
  description: () => null,
  default: () => null,
  examples: () => null,
}

const typeTests: Readonly<Record<string, Conformity>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: isObject,
}

interface Members {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Shape
}

/** Asks all at once what concerns the keys of an object, so that each is looked at once. */
function membersOf({ properties = {}, required = [], additionalProperties = true }: Members): Conformity {
  const others = othersOf(additionalProperties)
  const known = new Map(
    [...new Set([...Object.keys(properties), ...required])].map((key) => {
      const shape = properties[key]
      return [key, { fits: shape ? conformityTo(shape) : others, isRequired: required.includes(key) }]
    }),
  )
  return (value) => {
    if (!isObject(value)) return true
    let missing = required.length
    for (const key in value) {
      const member = known.get(key)
      const inner = value[key]
      if (!member) {
        if (!others(inner)) return false
      } else if (inner !== undefined) {
        if (!member.fits(inner)) return false
        if (member.isRequired) missing -= 1
      }
    }
    return missing === 0
  }
}

function othersOf(additional: boolean | Shape): Conformity {
  if (typeof additional !== 'boolean') return conformityTo(additional)
  return additional ? always : never
}

const always: Conformity = () => true
const never: Conformity = () => false

function every(tests: readonly Conformity[]): Conformity {
  const [first = always, second = always] = tests
  if (tests.length < 2) return first
  if (tests.length === 2) return (value) => first(value) && second(value)
  return (value) => tests.every((test) => test(value))
}

function some(tests: readonly Conformity[]): Conformity {
  const [first = never] = tests
  return tests.length < 2 ? first : (value) => tests.some((test) => test(value))
}

/** A hole in a list is a value too. */
function areAll(values: readonly unknown[], fits: Conformity): boolean {
  for (let index = 0; index < values.length; index += 1) if (!fits(values[index])) return false
  return true
}

function areUnique(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2) return true
  return (
    !value.some((item) => typeof item === 'object' && item !== null) && new Set(value).size === value.length
  )
}

/** Whether a text has at least so many characters; a pair of surrogates is one. */
function isAsLong(text: string, least: number): boolean {
  if (text.length < least) return false
  return text.length >= 2 * least || [...text].length >= least
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
