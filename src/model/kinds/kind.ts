/** What area of a review a kind of defect belongs to. */
export const categories = [
  'security',
  'correctness',
  'concurrency',
  'reliability',
  'data',
  'api',
  'performance',
  'privacy',
  'testing',
] as const

export type Category = (typeof categories)[number]

/** One entry of the closed public vocabulary of defects. */
export interface Kind {
  /** The word that agents and authors write, kebab-case. */
  readonly id: string
  readonly category: Category
  /** Numbers of the Common Weakness Enumeration whose meaning this kind covers, the closest first; may be empty. */
  readonly cwe: readonly number[]
  /** What it is, in one sentence. */
  readonly summary: string
  /** It in a concrete situation: one line of code, or one sentence, which alone ends with a full stop. */
  readonly example: string
  /** The wider kind that this one refines, or null. Informative: grading never goes by it. */
  readonly parent: string | null
}

interface KindRow {
  readonly cwe?: readonly number[]
  readonly parent?: string
  readonly summary: string
  readonly example: string
}

/** The kinds of one category, from rows keyed by id. */
export function kindsOf(category: Category, rows: Readonly<Record<string, KindRow>>): readonly Kind[] {
  return Object.entries(rows).map(([id, row]) => ({
    id,
    category,
    cwe: row.cwe ?? [],
    summary: row.summary,
    example: row.example,
    parent: row.parent ?? null,
  }))
}
