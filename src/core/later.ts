/** Something that takes long to load, for those who can do without it at first. */
export class Later<Thing> {
  readonly #open: () => Promise<Thing>
  #thing: Thing | null = null
  #loading: Promise<Thing> | null = null
  readonly #waiting: ((thing: Thing) => void)[] = []

  constructor(open: () => Promise<Thing>) {
    this.#open = open
  }

  /** Loads it, at the first call. */
  load(): Promise<Thing> {
    this.#loading ??= this.#open().then((thing) => {
      this.#thing = thing
      for (const use of this.#waiting.splice(0)) use(thing)
      return thing
    })
    return this.#loading
  }

  /** Uses it as soon as it is loaded, which this does not bring about; in the order of the calls. */
  use(use: (thing: Thing) => void): void {
    if (this.#thing) use(this.#thing)
    else this.#waiting.push(use)
  }
}
