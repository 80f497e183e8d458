import { compileRegex } from './pattern/compile-regex.ts'
import { compilePattern, matchesPattern, type Pattern, type PolarityUse } from './pattern/pattern.ts'
import type { NormalText } from './text/normal-text.ts'

/** A named idea that a text may express: it does when one of its patterns holds. */
export interface Concept {
  readonly id: string
  readonly patterns: readonly Pattern[]
}

/** Concepts by id, compiled. */
export type Concepts = ReadonlyMap<string, Concept>

/**
 * Compiles concepts whose patterns are known to be right. Throws otherwise; what is wrong with an expression only if that is
 * compiled now, as it is where nothing else is said.
 */
export function compileConcepts(
  sources: Readonly<Record<string, readonly string[]>>,
  regexCompiler: typeof compileRegex = compileRegex,
): Concepts {
  return new Map(
    Object.entries(sources).map(([id, patterns]) => [
      id,
      { id, patterns: patterns.map((one) => compiled(id, one, regexCompiler)) },
    ]),
  )
}

/** Compiled patterns by their source: packs come again with every task and every bundle. */
const known = new Map<string, Pattern>()
const MOST_KNOWN = 50_000

function compiled(id: string, source: string, regexCompiler: typeof compileRegex): Pattern {
  const before = known.get(source)
  if (before) return before
  const result = compilePattern(source, regexCompiler)
  if (!result.ok) throw new Error(`Concept ${id}, pattern \`${source}\`: ${result.message}`)
  // Bundles come from strangers too: forget everything now and then instead of growing for ever.
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(source, result.pattern)
  return result.pattern
}

/** The number of the first pattern of a concept that holds, or null. */
export function holdingPattern(
  concept: Concept,
  text: NormalText,
  use: PolarityUse = 'heeded',
): number | null {
  const index = concept.patterns.findIndex((pattern) => matchesPattern(pattern, text, use))
  return index === -1 ? null : index
}
