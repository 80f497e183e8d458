/** How many may wait for their turn; those beyond are told to come again. */
const MOST_WAITING = 100

/**
 * Lets callers act one after the other, whichever door they came through: at once where nobody is acting. The answer
 * is `crowded` where too many wait already.
 */
export class Turns {
  #last: Promise<unknown> | null = null
  #waiting = 0

  get isBusy(): boolean {
    return this.#last !== null
  }

  take<T>(act: () => T | Promise<T>): T | 'crowded' | Promise<T> {
    if (this.#last !== null && this.#waiting >= MOST_WAITING) return 'crowded'
    const answer = this.#last === null ? act() : this.#after(this.#last, act)
    if (!(answer instanceof Promise)) return answer
    const over: Promise<unknown> = answer.then(nothing, nothing).then(() => {
      if (this.#last === over) this.#last = null
    })
    this.#last = over
    return answer
  }

  #after<T>(last: Promise<unknown>, act: () => T | Promise<T>): Promise<T> {
    this.#waiting += 1
    return last.then(() => {
      this.#waiting -= 1
      return act()
    })
  }
}

function nothing(): void {}
