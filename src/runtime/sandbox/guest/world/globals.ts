import { addImmediate, addTimer, removeTimer, type Timer } from '../virtual-time.ts'
import { AbortController, AbortSignal } from './abort.ts'
import { Buffer } from './buffer.ts'
import { structuredClone } from './clone.ts'
import { VirtualDate } from './date.ts'
import { random } from './random.ts'
import { URLSearchParams } from './search-params.ts'
import { atob, btoa, TextDecoder, TextEncoder } from './text.ts'
import { URL } from './url.ts'

/** The globals of the language itself that stay. */
const KEPT = [
  ...[
    'globalThis',
    'undefined',
    'NaN',
    'Infinity',
    'Object',
    'Function',
    'Array',
    'String',
    'Number',
    'Boolean',
  ],
  ...['Symbol', 'BigInt', 'Math', 'JSON', 'Reflect', 'Proxy', 'RegExp', 'Promise', 'Map', 'Set', 'WeakMap'],
  ...[
    'WeakSet',
    'WeakRef',
    'FinalizationRegistry',
    'Iterator',
    'ArrayBuffer',
    'SharedArrayBuffer',
    'DataView',
  ],
  ...[
    'Uint8Array',
    'Uint8ClampedArray',
    'Uint16Array',
    'Uint32Array',
    'Int8Array',
    'Int16Array',
    'Int32Array',
  ],
  ...['Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'Atomics'],
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'],
  ...[
    'AggregateError',
    'InternalError',
    'eval',
    'parseInt',
    'parseFloat',
    'isNaN',
    'isFinite',
    'escape',
    'unescape',
  ],
  ...['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent'],
]

/** Makes the globals those of the world: the language's, ours, and nothing else. */
export function installGlobals(): void {
  for (const name of Reflect.ownKeys(globalThis))
    if (typeof name !== 'string' || !KEPT.includes(name)) Reflect.deleteProperty(globalThis, name)
  const added = { ...globals(), Date: VirtualDate }
  for (const [name, value] of Object.entries(added))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
  Object.defineProperty(Math, 'random', { value: random, writable: true, configurable: true })
  hideSources()
}

/**
 * Source text and stack traces differ between variants, and no outcome may show them. The engine writes no stacks, so
 * every error has this one.
 */
function hideSources(): void {
  Object.defineProperty(Error.prototype, 'stack', {
    value: 'Error\n    at [code]',
    writable: true,
    configurable: true,
  })
  Object.defineProperty(Function.prototype, 'toString', {
    value: function sourceText(this: { name?: unknown }) {
      if (typeof this !== 'function') throw new TypeError('Not a function')
      return 'function () { [code] }'
    },
  })
}

function globals(): Record<string, unknown> {
  const timer =
    (kind: 'once' | 'every') =>
    (run: (...args: unknown[]) => void, delay?: number, ...args: unknown[]): Timer => {
      if (typeof run !== 'function') throw new TypeError('The "callback" argument must be of type function')
      return addTimer(() => run(...args), delay, kind)
    }
  return {
    AbortController,
    AbortSignal,
    Buffer,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    atob,
    btoa,
    console: { debug: ignored, error: ignored, info: ignored, log: ignored, warn: ignored },
    structuredClone,
    setTimeout: timer('once'),
    setInterval: timer('every'),
    setImmediate: (run: (...args: unknown[]) => void, ...args: unknown[]) => addImmediate(() => run(...args)),
    clearTimeout: removeTimer,
    clearInterval: removeTimer,
    clearImmediate: removeTimer,
    queueMicrotask: (run: () => void) => {
      const later = async () => {
        await undefined
        run()
      }
      later().catch(() => undefined)
    },
  }
}

/** What is written to the console goes nowhere. */
const ignored = () => undefined
