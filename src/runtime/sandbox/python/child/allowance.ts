/** The run must end: its fuel or its room is spent, or it ended itself. Nothing inside can catch this. */
export class Stopped extends Error {
  readonly why: 'fuel' | 'memory'
  constructor(why: 'fuel' | 'memory', detail: string) {
    super(detail)
    this.why = why
  }
}

const DEFAULT_START = 1_767_225_600_000
const CHECKS_PER_FUEL = 200
/** A question from inside an operation (a match, a long number, a text of an object) costs more: some thousand steps lie between two. */
const INNER_CHECKS = 10
const MAX_WRITTEN = 32 * 1024 * 1024
const MAX_NODES = 10_000

/** What one run has of time, chance, steps and files; the same for the same run everywhere. */
export class Allowance {
  /** Milliseconds of the virtual clock. */
  now = DEFAULT_START
  readonly #mostFuel: number
  #checks = 0
  #written = 0
  #nodes = 0
  #chance: number

  constructor({ fuel = Number.POSITIVE_INFINITY, seed = 1 } = {}) {
    this.#mostFuel = fuel
    this.#chance = seed | 0
  }

  /** Units of some 10 000 steps: jumps back and calls. */
  get fuel(): number {
    return Math.ceil(this.#checks / CHECKS_PER_FUEL)
  }

  /** Called by the interpreter each 51st step, and now and then by what runs long inside; what it answers would be the number of a signal. */
  burn(isPeriodic: boolean): 0 {
    this.#checks += isPeriodic ? 1 : INNER_CHECKS
    if (this.#checks > this.#mostFuel * CHECKS_PER_FUEL) throw new Stopped('fuel', 'The fuel is spent')
    return 0
  }

  /** Whether so many bytes may still be written to files. */
  mayWrite(bytes: number): boolean {
    this.#written += bytes
    return this.#written <= MAX_WRITTEN
  }

  /** Whether one more file, folder or link may be made. */
  mayCreate(): boolean {
    this.#nodes += 1
    return this.#nodes <= MAX_NODES
  }

  /** A byte of seeded chance (Mulberry32). */
  nextByte(): number {
    this.#chance = (this.#chance + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#chance ^ (this.#chance >>> 15), 1 | this.#chance)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 8) & 255
  }
}
