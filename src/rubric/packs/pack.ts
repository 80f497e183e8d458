/** A concept of a pack, with the sentences that prove it. */
export interface PackConcept {
  /** The kind of defect that this concept is the head of: a text that affirms it speaks of that kind. */
  readonly head?: string
  /** Patterns; the concept holds when one of them does. */
  readonly any: readonly string[]
  /** Sentences that express it, as different people would put it; three or more. */
  readonly accepts: readonly string[]
  /** Sentences that do not, however close; three or more. */
  readonly rejects: readonly string[]
}

/** Concepts that belong together, shipped with the tool. */
export interface Pack {
  /** What `use:` names. */
  readonly id: string
  readonly summary: string
  readonly concepts: Readonly<Record<string, PackConcept>>
}
