import { isDeepEqual } from './equal.ts'
import { inspect } from './inspect.ts'

export class AssertionError extends Error {
  override name = 'AssertionError'
  readonly code = 'ERR_ASSERTION'
}

function demand(holds: unknown, message: unknown, fallback: () => string): void {
  if (holds) return
  throw message instanceof Error ? message : new AssertionError((message as string | undefined) ?? fallback())
}

const compared = (a: unknown, b: unknown, how: string) => () =>
  `Expected values to be ${how}: ${inspect(a)}, ${inspect(b)}`

type Check = (actual: unknown, expected: unknown, message?: unknown) => void
const check =
  (holds: (a: unknown, b: unknown) => boolean, how: string): Check =>
  (a, b, message) =>
    demand(holds(a, b), message, compared(a, b, how))

const ok = (value: unknown, message?: unknown) =>
  demand(value, message, () => 'The expression evaluated to a falsy value')

const isExpected = (thrown: unknown, expected: unknown): boolean => {
  if (expected instanceof RegExp) return expected.test(String(thrown))
  if (typeof expected !== 'function') return true
  return thrown instanceof expected
}

const members = {
  AssertionError,
  ok,
  // biome-ignore lint/suspicious/noDoubleEquals: that is what `equal` means
  equal: check((a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b)), 'loosely equal'),
  // biome-ignore lint/suspicious/noDoubleEquals: that is what `notEqual` means
  notEqual: check((a, b) => a != b, 'unequal'),
  strictEqual: check(Object.is, 'strictly equal'),
  notStrictEqual: check((a, b) => !Object.is(a, b), 'strictly unequal'),
  deepEqual: check((a, b) => isDeepEqual(a, b, 'loose'), 'loosely deep-equal'),
  deepStrictEqual: check((a, b) => isDeepEqual(a, b), 'strictly deep-equal'),
  notDeepStrictEqual: check((a, b) => !isDeepEqual(a, b), 'not deep-equal'),
  fail: (message?: unknown) => demand(false, message, () => 'Failed'),
  throws(run: () => unknown, expected?: unknown, message?: unknown) {
    try {
      run()
    } catch (thrown) {
      if (!isExpected(thrown, expected)) throw thrown
      return
    }
    demand(false, message, () => 'Missing expected exception.')
  },
  async rejects(run: Promise<unknown> | (() => Promise<unknown>), expected?: unknown, message?: unknown) {
    try {
      await (typeof run === 'function' ? run() : run)
    } catch (thrown) {
      if (!isExpected(thrown, expected)) throw thrown
      return
    }
    demand(false, message, () => 'Missing expected rejection.')
  },
}

const assert = Object.assign((value: unknown, message?: unknown) => ok(value, message), members)

export const assertModule = { default: Object.assign(assert, { strict: assert }), ...members }
