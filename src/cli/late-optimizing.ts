import { setFlagsFromString } from 'node:v8'

/**
 * V8 optimizes a function when this much of it has run, in bytes of its code; of itself after less than half of it. A
 * compiler is so large that much is optimized too early, for what it has seen as yet, and then again.
 */
const BUDGET = 300_000

/** Lets V8 take its time with what is run from now on, in every thread. */
export function optimizeLate(): void {
  setFlagsFromString(`--interrupt-budget=${BUDGET}`)
}
