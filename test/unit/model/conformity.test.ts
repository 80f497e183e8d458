import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { schemas } from '../../../src/author/schemas.ts'
import { conformityTo } from '../../../src/model/conformity.ts'
import { messageShapes } from '../../../src/model/message.ts'
import { integer, list, nullable, object, record, string } from '../../../src/model/shape.ts'
import { compiledPair } from '../../support/corpus.ts'

const ajv = new Ajv2020({ allowUnionTypes: true, validateSchema: false })

const ANY = [null, true, 0, -1, 1.5, 1e9, '', 'a', '0'.repeat(64), 'e\u0301', '😀', '\ud83d', [], [1, 2], {}]
const anything = fc.constantFrom<unknown>(...ANY)

/** Values that are more or less as a schema says. */
function valuesOf(schema: Record<string, unknown>, depth = 0): fc.Arbitrary<unknown> {
  const { anyOf, enum: words, const: only, type, properties, required, items, additionalProperties } = schema
  const of = (inner: unknown) => valuesOf(Object(inner), depth + 1)
  const right = (): fc.Arbitrary<unknown> => {
    if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(of))
    if (Array.isArray(words)) return fc.constantFrom<unknown>(...words)
    if (only !== undefined) return fc.constant(only)
    const [first] = [type].flat()
    switch (first) {
      case 'object': {
        const own = Object.entries(Object(properties))
        const known = Object.fromEntries(own.map(([key, inner]) => [key, of(inner)]))
        const open = typeof additionalProperties === 'object' ? of(additionalProperties) : anything
        const others = fc.dictionary(fc.constantFrom('a', 'toString', '0'.repeat(64)), open, {
          maxKeys: typeof additionalProperties === 'object' ? 2 : 1,
          noNullPrototype: true,
        })
        const isOpen = fc.integer({ min: 0, max: 9 })
        return fc
          .tuple(fc.record(known, { requiredKeys: [required ?? []].flat() as string[] }), others, isOpen)
          .map(([named, rest, chance]) =>
            chance === 0 || typeof additionalProperties === 'object' ? { ...rest, ...named } : named,
          )
      }
      case 'array':
        return fc.array(of(items), { minLength: 0, maxLength: depth > 4 ? 1 : 3 })
      case 'string':
        return fc.oneof(
          fc.string({ maxLength: 3 }),
          fc.constantFrom('0'.repeat(64), 'a-task', 'a'.repeat(40), '😀'.repeat(40), 'a'.repeat(2000)),
        )
      case 'integer':
      case 'number':
        return fc.oneof(fc.integer({ min: -2, max: 5 }), fc.double())
      case 'boolean':
        return fc.boolean()
      case undefined:
        return anything
      default:
        return fc.constant(null)
    }
  }
  return fc.oneof({ weight: 30, arbitrary: right() }, { weight: 1, arbitrary: anything })
}

const messages = Object.fromEntries(
  Object.entries(messageShapes).map(([name, shape]) => [`message ${name}`, shape]),
)
const lengths = object('Limits.', {
  short: string('A text.', { minLength: 2, maxLength: 3 }),
  few: list('Numbers.', integer('A number.', { minimum: 1, maximum: 3 }), {
    minItems: 1,
    maxItems: 2,
    uniqueItems: true,
  }),
  any: nullable(record('Whatever.', nullable(string('A text.')), '^[a-z]')),
})

describe('Ajv says the same', () => {
  test.each(Object.entries({ ...schemas, ...messages, lengths }))('of %s', (_, shape) => {
    const [conforms, validate] = [conformityTo(shape), ajv.compile(shape)]
    fc.assert(
      fc.property(valuesOf(Object(shape)), (value) => {
        expect(conforms(value)).toBe(validate(value))
      }),
      { seed: 20_261_129, numRuns: 100 },
    )
  })
})

/** A copy with another value, with a key less or with a key more, somewhere: each number is a step on the way there. */
function damaged(value: unknown, [step = 0, ...way]: readonly number[], to: unknown): unknown {
  if (typeof value !== 'object' || value === null) return to
  const entries = Object.entries(value)
  const [key, inner] = entries[step % (entries.length + 1)] ?? ['more', undefined]
  const copy = structuredClone(value)
  if (inner === undefined || (way.length === 0 && step % 2 === 0)) Reflect.deleteProperty(copy, key)
  if (inner === undefined) Reflect.set(copy, key, to)
  else if (way.length > 0) Reflect.set(copy, key, damaged(inner, way, to))
  else if (step % 2 === 1) Reflect.set(copy, key, to)
  return copy
}

test('Ajv says the same of a bundle and of a task that are damaged in one place', async () => {
  const whole = [
    [schemas.bundle, JSON.parse((await compiledPair()).text)],
    [schemas.task, parse(readFileSync('tasks/auth/password-reset.yaml', 'utf8'))],
  ] as const
  for (const [shape, value] of whole) {
    if (!shape) throw new Error('A schema is missing')
    const [conforms, validate] = [conformityTo(shape), ajv.compile(shape)]
    expect(conforms(value)).toBe(true)
    const seen = new Set<boolean>()
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 }), anything, (way, to) => {
        const wounded = damaged(value, way, to)
        seen.add(conforms(wounded))
        expect(conforms(wounded)).toBe(validate(wounded))
      }),
      { seed: 20_261_129, numRuns: 300 },
    )
    expect(seen.size).toBe(2)
  }
})

test('a shape with a word that is not known here is refused', () => {
  const shape = { ...string('A text.'), format: 'date' }
  expect(() => conformityTo(shape)).toThrow('No test for the schema keyword format')
})
