import { setFlagsFromString } from 'node:v8'

/** V8 compiles WebAssembly quickly first, and then anew whatever is called often. */
const OPTIMIZING = ['wasm-dynamic-tiering', 'wasm-tier-up']

/**
 * Loads a package whose WebAssembly is not to be optimized. A linter or a parser of many megabytes is done with small
 * programs before its optimized code is there, which takes seconds of the processor and hundreds of megabytes. It must be
 * called within `unoptimized` as well; whatever else there is is optimized as always.
 */
export async function loadUnoptimized<Package>(load: () => Promise<Package>): Promise<Package> {
  setOptimizing(false)
  try {
    return await load()
  } finally {
    setOptimizing(true)
  }
}

/** Calls into such a package. */
export function unoptimized<Result>(call: () => Result): Result {
  setOptimizing(false)
  try {
    return call()
  } finally {
    setOptimizing(true)
  }
}

let isLasting = false

/** Leaves all WebAssembly unoptimized from now on: where several threads work, none may put back what is one for all. */
export function leaveUnoptimized(): void {
  setOptimizing(false)
  isLasting = true
}

function setOptimizing(isOn: boolean): void {
  if (isLasting) return
  for (const flag of OPTIMIZING) setFlagsFromString(`--${isOn ? '' : 'no-'}${flag}`)
}
