/** Whether a run of words stands at a place. */
export function startsAt(words: readonly string[], index: number, run: readonly string[]): boolean {
  return run.every((word, offset) => words[index + offset] === word)
}

/** Entries of a closed list that each stand for a run of words, looked up by the first of them. */
export class Phrases<Entry> {
  readonly #byFirst = new Map<string, { readonly run: readonly string[]; readonly entry: Entry }[]>()

  constructor(entries: readonly Entry[], runOf: (entry: Entry) => readonly string[]) {
    for (const entry of entries) {
      const run = runOf(entry)
      const [first = ''] = run
      const others = this.#byFirst.get(first)
      if (others) others.push({ run, entry })
      else this.#byFirst.set(first, [{ run, entry }])
    }
  }

  /** Those whose words stand at a place, in the order of the list. */
  at(words: readonly string[], index: number): readonly Entry[] {
    const all = this.#byFirst.get(words[index] ?? '')
    if (!all) return []
    return all.filter(({ run }) => startsAt(words, index, run)).map(({ entry }) => entry)
  }
}
