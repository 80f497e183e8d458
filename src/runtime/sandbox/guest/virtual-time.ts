import { append, apply, isNotANumber } from './primordials.ts'

/** A timer of the virtual clock. */
export interface Timer {
  ref(): this
  unref(): this
  hasRef(): boolean
}

interface Entry {
  readonly timer: Timer
  readonly order: number
  readonly every: number | null
  readonly run: () => void
  at: number
}

/** The start of the first seed's clock. */
const DEFAULT_START = 1_767_225_600_000

let time = DEFAULT_START
let hasStart = false
let made = 0
let entries: Entry[] = []
let immediates: Entry[] = []

export const now = (): number => time

/** A year, a month, a day and some hours: so far do the days of two seeds lie apart, so that no part of a date agrees. */
const SEED_STEP = 34_246_123_457

/** Where a run's clock starts when no fixture says otherwise, a day of the seed's own. */
export function dateBySeed(seed: number): void {
  if (!hasStart) time = DEFAULT_START + (seed - 1) * SEED_STEP
}

/** Sets the first moment; the first clock of a run decides. */
export function startAt(moment: number): void {
  if (!hasStart && !isNotANumber(moment)) time = moment
  hasStart = true
}

/** How many timers are waiting. */
export const waitingTimers = (): number => entries.length

class Handle implements Timer {
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
  hasRef(): boolean {
    return true
  }
}

const MAX_DELAY = 2_147_483_647

export function addTimer(run: () => void, delay: unknown, kind: 'once' | 'every'): Timer {
  const wanted = Number(delay)
  const wait = wanted >= 1 && wanted <= MAX_DELAY ? wanted - (wanted % 1) : 1
  made += 1
  const timer = new Handle()
  append(entries, { timer, order: made, every: kind === 'every' ? wait : null, run, at: time + wait })
  return timer
}

export function addImmediate(run: () => void): Timer {
  const timer = new Handle()
  append(immediates, { timer, order: 0, every: null, run, at: time })
  return timer
}

export function removeTimer(timer: unknown): void {
  entries = without(entries, timer)
  immediates = without(immediates, timer)
}

function without(list: readonly Entry[], timer: unknown): Entry[] {
  const kept: Entry[] = []
  for (let index = 0; index < list.length; index += 1) {
    const entry = list[index]
    if (entry !== undefined && entry.timer !== timer) append(kept, entry)
  }
  return kept
}

/** Runs what is due next, moving the clock when it must; says whether there was anything. */
export function advance(): boolean {
  const next = immediates[0] ?? earliest()
  if (next === undefined) return false
  if (next.at > time) time = next.at
  if (next.every === null) removeTimer(next.timer)
  else next.at = time + next.every
  try {
    apply(next.run, undefined, [])
  } catch {
    // In Node this would end the process; here nobody hears it.
  }
  return true
}

function earliest(): Entry | undefined {
  let found: Entry | undefined
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]
    if (entry === undefined) continue
    if (found === undefined || entry.at < found.at || (entry.at === found.at && entry.order < found.order))
      found = entry
  }
  return found
}
