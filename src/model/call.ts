import { either, type Infer, json, list, object, optional, record, shown, string } from './shape.ts'

const args = optional(
  shown(
    list(
      'Positional arguments: JSON values, `{$: name}` for a fixture or an earlier result, and the special values.',
      json('An argument.'),
    ),
    [{ $: 'db' }, 'Acme', 20],
  ),
)
const kwargs = optional(shown(record('Keyword arguments (Python).', json('An argument.')), { limit: 20 }))
const as = optional(
  string('Names the result, for `{$: name}` in later calls.', { minLength: 1, examples: ['store'] }),
)
const target = (description: string) =>
  string(description, { minLength: 1, examples: ['searchOrders', 'src/orders.ts#searchOrders', 'store.get'] })

/** One step of a witness or test: data only. Awaited unless started; `new` and `start` have no outcome of their own. */
export const callShape = either(
  'One step: a call, a construction, a started call, its awaiting, or a reading.',
  [
    object('Calls an exported function, or a method of a fixture or earlier result.', {
      call: target('What to call: `name`, `path#name` or `object.method`.'),
      args,
      kwargs,
      as,
    }),
    object('Constructs an exported class.', { new: target('The class.'), args, kwargs, as }),
    object('Starts a call without waiting for it.', {
      start: target('What to call: `name`, `path#name` or `object.method`.'),
      args,
      kwargs,
      as,
    }),
    object('Waits for a started call.', {
      await: string('The name that `start` gave it.', { examples: ['first'] }),
      as,
    }),
    object('Reads a property of a fixture or earlier result.', {
      read: string('`object.property`.', { examples: ['db.statements'] }),
      as,
    }),
  ],
)

export type Call = Infer<typeof callShape>

export const callsShape = shown(
  list('The steps, in order.', callShape, { minItems: 1, maxItems: 20 }),
  [{ call: 'searchOrders', args: [{ $: 'db' }, 'Acme'] }],
  [
    { new: 'Cache', args: [10], as: 'cache' },
    { call: 'cache.get', args: ['a'] },
  ],
)

/** What one awaited call gave: a value, `{raises: Type}` or `{hangs: true}`. */
export const outcomesShape = shown(
  list(
    'An outcome for every call, await and read: a value, `{raises: ErrorName}` or `{hangs: true}`.',
    json('An outcome.'),
  ),
  [['A-17', 'A-18']],
  [{ raises: 'RangeError' }],
)

/** Whether a call has an outcome of its own. */
export function hasOutcome(call: Call): boolean {
  return !('new' in call) && !('start' in call)
}
