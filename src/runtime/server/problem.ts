import { describeFault, type Fault, formatPath } from '../../model/fault.ts'

/** An entry of `detail` in a 422 and of `errors` in a VALIDATION_ERROR, in Pydantic's words, which clients know. */
export interface ValidationError {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input: unknown
  readonly ctx?: Readonly<Record<string, unknown>>
}

/** A request with hundreds of faults gets the first ones back, not a reply larger than itself. */
const MAX_ERRORS = 20
const MAX_INPUT_CHARACTERS = 200

/** Faults as OpenEnv's servers report them; `prefix` says what their paths are relative to. */
export function validationErrors(
  faults: readonly Fault[],
  prefix: readonly string[] = [],
): readonly ValidationError[] {
  return faults.slice(0, MAX_ERRORS).map((fault) => ({
    ...pydanticError(fault),
    loc: [...prefix, ...location(fault)],
    input: shortInput(fault.input),
  }))
}

/** All faults in one line, for clients that show nothing but a message. */
export function faultSummary(faults: readonly Fault[], about = 'Invalid message'): string {
  const lines = faults
    .slice(0, 3)
    .map((fault) => `${formatPath(location(fault), 'message')}: ${pydanticError(fault).msg}`)
  const more = faults.length > 3 ? ` (and ${faults.length - 3} more)` : ''
  return `${about}: ${lines.join('; ')}${more}`
}

function location(fault: Fault): readonly (string | number)[] {
  return fault.kind === 'missing-key' || fault.kind === 'unknown-key'
    ? [...fault.path, fault.key]
    : fault.path
}

type PydanticError = Pick<ValidationError, 'type' | 'msg' | 'ctx'>

function pydanticError(fault: Fault): PydanticError {
  switch (fault.kind) {
    case 'missing-key':
      return { type: 'missing', msg: 'Field required' }
    case 'unknown-key':
      return { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' }
    case 'wrong-type':
      return typeError(fault.expected.find((type) => type !== 'null') ?? 'null')
    case 'wrong-word':
      return literalError(fault.words)
    case 'too-short':
      return limitError(
        'string_too_short',
        `String should have at least ${characters(fault.limit)}`,
        'min_length',
        fault,
      )
    case 'too-long':
      return limitError(
        'string_too_long',
        `String should have at most ${characters(fault.limit)}`,
        'max_length',
        fault,
      )
    case 'too-few':
      return limitError('too_short', `List should have at least ${items(fault.limit)}`, 'min_length', fault)
    case 'too-many':
      return limitError('too_long', `List should have at most ${items(fault.limit)}`, 'max_length', fault)
    case 'too-small':
      return limitError(
        'greater_than_equal',
        `Input should be greater than or equal to ${fault.limit}`,
        'ge',
        fault,
      )
    case 'too-large':
      return limitError(
        'less_than_equal',
        `Input should be less than or equal to ${fault.limit}`,
        'le',
        fault,
      )
    case 'no-match':
      return {
        type: 'string_pattern_mismatch',
        msg: `String should match pattern '${fault.pattern}'`,
        ctx: { pattern: fault.pattern },
      }
    case 'repeated':
    case 'no-variant':
    case 'refused':
      return { type: 'value_error', msg: describeFault(fault) }
  }
}

function limitError(
  type: string,
  msg: string,
  name: string,
  { limit }: { readonly limit: number },
): PydanticError {
  return { type, msg, ctx: { [name]: limit } }
}

function literalError(words: readonly string[]): PydanticError {
  const quoted = words.map((word) => `'${word}'`)
  const expected = [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ')
  return { type: 'literal_error', msg: `Input should be ${expected}`, ctx: { expected } }
}

function typeError(expected: string): PydanticError {
  return typeErrors[expected] ?? { type: 'value_error', msg: `Input should be a valid ${expected}` }
}

const typeErrors: Readonly<Record<string, PydanticError>> = {
  object: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  integer: { type: 'int_type', msg: 'Input should be a valid integer' },
  number: { type: 'float_type', msg: 'Input should be a valid number' },
  boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
}

function characters(count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`
}

function items(count: number): string {
  return `${count} item${count === 1 ? '' : 's'}`
}

function shortInput(input: unknown): unknown {
  if (input === undefined) return null
  const text = JSON.stringify(input)
  if (text.length <= MAX_INPUT_CHARACTERS) return input
  return `${text.slice(0, MAX_INPUT_CHARACTERS)}… (${text.length} characters)`
}
