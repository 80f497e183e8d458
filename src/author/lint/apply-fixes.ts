import type { Diagnostic, Replacement } from '../../core/diagnostic.ts'
import type { Source } from '../../core/source.ts'

export interface Fixed {
  readonly text: string
  /** What was mended, in the order of the file. */
  readonly mended: readonly Diagnostic[]
}

/**
 * A file with the fixes of its diagnostics. Each is applied whole or not at all: one that touches a place that an
 * earlier one has changed waits for the next round.
 */
export function applyFixes(source: Source, diagnostics: readonly Diagnostic[]): Fixed {
  const taken: Replacement[] = []
  const mended: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const { fix } = diagnostic
    if (fix.length === 0 || fix.some(({ span }) => span.source !== source)) continue
    if (fix.some((piece) => taken.some((other) => collide(piece, other)))) continue
    taken.push(...fix)
    mended.push(diagnostic)
  }
  const text = taken
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce(
      (before, piece) => before.slice(0, piece.span.start) + piece.text + before.slice(piece.span.end),
      source.text,
    )
  return { text, mended }
}

/** Touching counts: two insertions at one place would come in an order that nobody chose. */
function collide({ span: a }: Replacement, { span: b }: Replacement): boolean {
  return a.start <= b.end && b.start <= a.end
}
