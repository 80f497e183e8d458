/** How many peers are remembered before those that are not waited for are forgotten. */
const MOST_PEERS = 10_000

/** Keeps each peer to so many requests a second, after a burst of as many. */
export class Rate {
  readonly #interval: number
  readonly #burst: number
  /** When a peer that asks evenly would next be due. */
  readonly #due = new Map<string, number>()

  /** `perSecond` of null means any number. */
  constructor(perSecond: number | null) {
    this.#interval = perSecond === null ? 0 : 1000 / perSecond
    this.#burst = perSecond === null ? Number.POSITIVE_INFINITY : 1000
  }

  /** How many milliseconds a request that comes now is too early; one that is not is counted. */
  early(peer: string, now: number): number {
    if (this.#interval === 0) return 0
    const due = Math.max(this.#due.get(peer) ?? 0, now)
    const early = due - now - this.#burst
    if (early <= 0) this.#count(peer, due, now)
    return Math.max(0, early)
  }

  /** The same for one that waits until it is due: it is counted in any case. */
  wait(peer: string, now: number): number {
    if (this.#interval === 0) return 0
    const due = Math.max(this.#due.get(peer) ?? 0, now)
    this.#count(peer, due, now)
    return Math.max(0, due - now - this.#burst)
  }

  #count(peer: string, due: number, now: number): void {
    this.#due.set(peer, due + this.#interval)
    if (this.#due.size > MOST_PEERS) for (const [one, at] of this.#due) if (at <= now) this.#due.delete(one)
  }
}
