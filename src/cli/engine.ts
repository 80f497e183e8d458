import process from 'node:process'
import { setFlagsFromString } from 'node:v8'

/**
 * V8 optimizes a function when this much of it has run, in bytes of its code; of itself after less than half of it. A
 * compiler, and lint, have thousands of functions: much is optimized too early, for what it has seen as yet, and then again.
 */
const BUDGET = 300_000
/** That of Node 20 and 21. Later ones count calls, and say on the screen that they do not know such a flag. */
const LAST_WITH_BUDGET = 11
/** That of Node 24, where what is new may take a hundred megabytes before it is collected. */
const FIRST_WITH_MUCH_ROOM = 13
/** How much of the functions that it calls is compiled into a function, in bytes of their code; of itself more than four times as much. */
const INLINED = 200
/** By how many per cent more than what is in use a heap may grow before V8 looks what of it still is; of itself several times as much. */
export const GROWTH = { little: 40, more: 80 } as const

const version = Number.parseInt(process.versions.v8, 10)

/** Lets V8 optimize late, and little at a time, what is run from now on, in every thread. */
export function optimizeLate(): void {
  if (version <= LAST_WITH_BUDGET) setFlagsFromString(`--interrupt-budget=${BUDGET}`)
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED}`)
}

/**
 * Has V8 look sooner for what is no longer in use, in every thread, for hardly anything of a task outlives it: after
 * `growth` per cent more, and with little room for what is new. Each thread collects that by itself, for all cores are at
 * work anyway.
 */
export function collectSoon(growth: number): void {
  setFlagsFromString(`--heap-growing-percent=${growth}`)
  setFlagsFromString('--no-parallel-scavenge')
  keepYoungSmall()
}

/** Leaves what is new no more room than it has by now: a hundred megabytes of it make nothing quicker here. */
export function keepYoungSmall(): void {
  if (version >= FIRST_WITH_MUCH_ROOM) setFlagsFromString('--semi-space-growth-factor=1')
}

/** What a thread may hold that reads tasks: no less than one alone, but little room for what is new. */
export const readingThread = { heapMegabytes: 4096, youngMegabytes: 12 } as const
