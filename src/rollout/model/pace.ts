import type { Clock } from '../eval/clock.ts'

/** When requests may go out: evenly spaced under a limit, and none while the endpoint has asked for quiet. */
export class Pace {
  readonly #clock: Clock
  readonly #gap: number
  #next = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, perMinute: number | null) {
    this.#clock = clock
    this.#gap = perMinute === null ? 0 : 60_000 / perMinute
  }

  /** Resolves when the next request may go out. */
  async turn(): Promise<void> {
    const now = this.#clock.now()
    const at = Math.max(now, this.#next)
    this.#next = at + this.#gap
    if (at > now) await this.#clock.wait(at - now)
  }

  /** Holds every request for so many milliseconds from now. */
  hold(milliseconds: number): void {
    this.#next = Math.max(this.#next, this.#clock.now() + milliseconds)
  }
}
