import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'

/** A schema as these tests look at it. */
interface Schema {
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
}

/** Every key below a schema, by its path, with the schema of its value. */
function* keysIn(schema: Schema, path: string): Generator<readonly [string, Schema]> {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    yield [`${path}.${key}`, value]
    yield* keysIn(value, `${path}.${key}`)
  }
  const { items, additionalProperties, anyOf = [] } = schema
  if (items) yield* keysIn(items, `${path}[]`)
  if (typeof additionalProperties === 'object') yield* keysIn(additionalProperties, `${path}.*`)
  for (const branch of anyOf) yield* keysIn(branch, path)
}

const schemas = readdirSync('schemas').map(
  (name) => [name, JSON.parse(readFileSync(`schemas/${name}`, 'utf8')) as Schema] as const,
)

test('every key of every schema says what it means, in a sentence', () => {
  const keys = schemas.flatMap(([name, schema]) => [...keysIn(schema, name)])
  expect(keys.length).toBeGreaterThan(500)
  const silent = keys.filter(([, { description = '' }]) => !/^\S.+[.:)]$/s.test(description))
  expect(silent.map(([path, { description }]) => `${path}: ${description}`)).toEqual([])
})

test('an editor has something to offer for every key of a task: its words, its default or an example that is valid', () => {
  const ajv = new Ajv2020({ strict: false })
  const task = schemas.find(([name]) => name === 'task.schema.json')
  const keys = [...keysIn(task?.[1] ?? {}, 'task')]
  // Of a list of objects, what stands in each is offered key by key.
  const isOfObjects = ({ items }: Schema) => items?.properties !== undefined
  const bare = keys.filter(
    ([, one]) =>
      [one.enum, one.const, one.default, one.examples].every((offer) => offer === undefined) &&
      !isOfObjects(one),
  )
  expect(bare.map(([path]) => path)).toEqual([])
  for (const [path, { examples = [], ...schema }] of keys)
    for (const example of examples)
      expect([path, example, ajv.validate(schema, example)]).toEqual([path, example, true])
})

test('every template begins with the line by which editors find the schema', () => {
  for (const name of readdirSync('templates'))
    expect(readFileSync(`templates/${name}`, 'utf8'), name).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/schemas\/task\.schema\.json\n/,
    )
})
