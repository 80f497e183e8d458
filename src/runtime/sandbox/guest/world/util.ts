import { isDeepEqual } from './equal.ts'
import { format, inspect } from './inspect.ts'

type Callback = (error: unknown, result: unknown) => void

const promisify =
  (run: (...args: unknown[]) => void) =>
  (...args: unknown[]) =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, result) => (error ? reject(error) : resolve(result))
      run(...args, done)
    })

const members = {
  promisify,
  inspect,
  format,
  isDeepStrictEqual: (a: unknown, b: unknown) => isDeepEqual(a, b),
}

export const utilModule = { default: members, ...members }
