import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { createGuard } from './conformity.ts'
import type { Fault } from './fault.ts'
import type { Infer, Shape } from './shape.ts'

export type Validation<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** `strict` takes a value as it is; `lax` first turns "7" into 7 where a number is meant, as OpenEnv's servers do. */
export type Strictness = 'strict' | 'lax'

const engines: Partial<Record<Strictness, Ajv2020>> = {}

function engine(strictness: Strictness): Ajv2020 {
  engines[strictness] ??= new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    coerceTypes: strictness === 'lax',
    // To compile the schema of schemas, and to make what is compiled shorter, takes longer than all else of a start.
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  })
  return engines[strictness]
}

type Validator<S extends Shape> = (value: unknown) => Validation<Infer<S>>

/**
 * A validator for one shape, compiled at its first use. In `lax` mode the value that is returned is a changed copy;
 * the value that was given is never touched.
 */
export function createValidator<S extends Shape>(shape: S, strictness: Strictness): Validator<S> {
  const check = createCheck(shape, 'strict')
  if (strictness === 'strict') return check
  const coerce = createCheck(shape, 'lax')
  return (value) => {
    // Coercion passes over limits ("Infinity" becomes a number beyond every maximum), so its result is looked at again.
    const read = coerce(structuredClone(value))
    return read.ok ? check(read.value) : read
  }
}

function createCheck<S extends Shape>(shape: S, strictness: Strictness): Validator<S> {
  const isAsItShould = createGuard(shape)
  let check: ReturnType<Ajv2020['compile']> | null = null
  return (value) => {
    // To say all that is wrong takes Ajv, whose code takes longer to make than most values to look at.
    if (strictness === 'strict' && isAsItShould(value)) return { ok: true, value }
    check ??= engine(strictness).compile(shape)
    if (check(value)) return { ok: true, value: value as Infer<S> }
    return { ok: false, faults: reduceErrors(withoutEchoes(check.errors ?? [])).map(toFault) }
  }
}

/**
 * Ajv reports a key of the wrong form twice, once about the key, which has no place of its own, and once about its
 * owner; and of a value of the wrong type, or of the wrong size, also whatever else does not hold for it.
 */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const about = ({ schemaPath, instancePath }: ErrorObject) =>
    `${instancePath}\0${schemaPath.slice(0, schemaPath.lastIndexOf('/'))}`
  const telling = new Set(errors.filter(({ keyword }) => keyword === 'type').map(about))
  return errors.filter(
    (error) => error.propertyName === undefined && (error.keyword === 'type' || !telling.has(about(error))),
  )
}

/** A union reports the errors of all its branches; keep those of the branch that was most probably meant. */
function reduceErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors
    .filter(({ keyword }) => keyword === 'anyOf')
    .sort((a, b) => a.schemaPath.length - b.schemaPath.length)
  const union = unions[0]
  if (!union) return errors
  const isInside = (error: ErrorObject) =>
    error !== union &&
    error.schemaPath.startsWith(`${union.schemaPath}/`) &&
    `${error.instancePath}/`.startsWith(`${union.instancePath}/`)
  const inside = errors.filter(isInside)
  const outside = errors.filter((error) => error !== union && !isInside(error))
  const branchOf = (error: ErrorObject) => error.schemaPath.slice(union.schemaPath.length + 1).split('/')[0]
  const candidates = [...new Set(inside.map(branchOf))].map((branch) =>
    reduceErrors(inside.filter((error) => branchOf(error) === branch)),
  )
  const meant = candidates.filter((branch) => branch.every((error) => !rulesOut(error, union)))
  const best = hasTwoMarks(union) ? undefined : meant.sort((a, b) => a.length - b.length)[0]
  return [...reduceErrors(outside), ...(best ?? [union])]
}

/** Whether this error says that the author did not mean its branch at all: other type, other word, none of its keys. */
function rulesOut(error: ErrorObject, union: ErrorObject): boolean {
  if (error.instancePath === union.instancePath)
    return (
      error.keyword === 'type' ||
      error.keyword === 'const' ||
      (error.keyword === 'required' && !sharesRequiredKey(error))
    )
  return error.keyword === 'const' && parentPath(error.instancePath) === union.instancePath
}

function sharesRequiredKey({ parentSchema, data }: ErrorObject): boolean {
  const required: readonly string[] = parentSchema?.required ?? []
  return typeof data === 'object' && data !== null && required.some((key) => key in data)
}

function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function toFault(error: ErrorObject): Fault {
  const { params, data: input } = error
  const path = splitPointer(error)
  switch (error.keyword) {
    case 'required':
      return { path, input, kind: 'missing-key', key: params.missingProperty, ...keyFacts(error) }
    case 'additionalProperties':
      return {
        path,
        input: memberOf(input, params.additionalProperty),
        kind: 'unknown-key',
        key: params.additionalProperty,
        known: Object.keys(error.parentSchema?.properties ?? {}),
      }
    case 'type':
      return { path, input, kind: 'wrong-type', expected: [params.type].flat() }
    case 'enum':
      return { path, input, kind: 'wrong-word', words: params.allowedValues.filter(isString) }
    case 'const':
      return { path, input, kind: 'wrong-word', words: [String(params.allowedValue)] }
    case 'pattern':
      return { path, input, kind: 'no-match', pattern: params.pattern, ...examplesOf(error.parentSchema) }
    case 'propertyNames':
      return {
        path: [...path, params.propertyName],
        input: params.propertyName,
        kind: 'no-match',
        pattern: error.parentSchema?.propertyNames?.pattern ?? '',
      }
    case 'uniqueItems':
      return { path, input, kind: 'repeated' }
    case 'anyOf':
      return unionFault(error, path)
    default: {
      const kind = limits[error.keyword]
      if (!kind) throw new Error(`No words for the schema keyword ${error.keyword}`)
      return { path, input, kind, limit: params.limit }
    }
  }
}

const limits: Readonly<
  Record<string, 'too-short' | 'too-long' | 'too-few' | 'too-many' | 'too-small' | 'too-large'>
> = {
  minLength: 'too-short',
  maxLength: 'too-long',
  minItems: 'too-few',
  maxItems: 'too-many',
  minimum: 'too-small',
  maximum: 'too-large',
  minProperties: 'too-few',
}

function keyFacts({ parentSchema, params }: ErrorObject) {
  const properties: Readonly<Record<string, { readonly description?: string }>> =
    parentSchema?.properties ?? {}
  const about = properties[params.missingProperty]?.description
  return { known: Object.keys(properties), ...(about === undefined ? {} : { about }) }
}

function examplesOf(schema: ErrorObject['parentSchema']): { readonly examples?: readonly string[] } {
  return Array.isArray(schema?.examples) ? { examples: schema.examples.filter(isString) } : {}
}

interface Branch {
  readonly type?: string
  readonly const?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, { readonly const?: string }>>
}

function branchesOf({ schema }: ErrorObject): readonly Branch[] {
  return Array.isArray(schema) ? schema : []
}

/** The keys by which the branches of a union are told apart: the first that each of them requires. */
function marksOf(union: ErrorObject): readonly string[] {
  return [...new Set(branchesOf(union).flatMap(({ required }) => required?.slice(0, 1) ?? []))]
}

/** A value with the marks of two branches is meant as neither. */
function hasTwoMarks(union: ErrorObject): boolean {
  return marksOf(union).filter((key) => memberOf(union.data, key) !== undefined).length > 1
}

/** No branch was meant: say whether the type, the mark or the mark's word is the reason. */
function unionFault(union: ErrorObject, path: (string | number)[]): Fault {
  const input: unknown = union.data
  const branches = branchesOf(union)
  const keys = marksOf(union)
  const known = [...new Set(branches.flatMap(({ properties }) => Object.keys(properties ?? {})))]
  const types = [...new Set(branches.flatMap(({ type }) => type ?? []))]
  const fitting = branches.filter(({ type }) => type === typeOf(input))
  if (fitting.every((branch) => branch.const !== undefined)) {
    if (types.every((type) => type === 'object') && keys.length > 1)
      return { path, input, kind: 'no-variant', keys, known }
    const words = branches.flatMap((branch) => (branch.const === undefined ? [] : `\`${branch.const}\``))
    const open = branches.flatMap((branch) => (branch.const === undefined ? (branch.type ?? []) : []))
    return { path, input, kind: 'wrong-type', expected: [...new Set([...words, ...open])] }
  }
  const tag = keys.find((key) => memberOf(input, key) !== undefined && isTag(branches, key)) ?? keys[0]
  const word = tag === undefined ? undefined : memberOf(input, tag)
  if (tag !== undefined && word !== undefined && isTag(branches, tag) && !hasTwoMarks(union))
    return { path: [...path, tag], input: word, kind: 'wrong-word', words: wordsOf(branches, tag) }
  if (keys.length !== 1 || tag === undefined) return { path, input, kind: 'no-variant', keys, known }
  return { path, input, kind: 'missing-key', key: tag, known }
}

function isTag(branches: readonly Branch[], key: string): boolean {
  return wordsOf(branches, key).length > 0
}

function wordsOf(branches: readonly Branch[], key: string): readonly string[] {
  return branches.flatMap(({ properties }) => properties?.[key]?.const ?? [])
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

/** A JSON pointer as keys and indexes; what is an index is decided by what stands there. */
function splitPointer({ instancePath }: ErrorObject): (string | number)[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}
