/**
 * How many lines of a text another one changes: those that were taken out, or those that were put in, whichever are
 * more, by a shortest edit. Infinity when it is more than `most`; the work stays within the text's length times that.
 */
export function changedLines(before: string, after: string, most: number): number {
  const [old, young] = withoutCommonEnds(linesOf(before), linesOf(after))
  const excess = young.length - old.length
  if (Math.abs(excess) > most) return Number.POSITIVE_INFINITY
  const edits = editDistance(old, young, 2 * most)
  // Of d edits, those that put in are as many more than those that take out as the text has grown.
  const lines = edits === null ? Number.POSITIVE_INFINITY : (edits + Math.abs(excess)) / 2
  return lines <= most ? lines : Number.POSITIVE_INFINITY
}

/** The lines of a text; the end of the last one is none of its own. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n')
}

function withoutCommonEnds(
  old: readonly string[],
  young: readonly string[],
): readonly [readonly string[], readonly string[]] {
  let start = 0
  while (start < old.length && start < young.length && old[start] === young[start]) start += 1
  let end = 0
  const room = Math.min(old.length, young.length) - start
  while (end < room && old.at(-1 - end) === young.at(-1 - end)) end += 1
  return [old.slice(start, old.length - end), young.slice(start, young.length - end)]
}

/** Insertions and deletions of a shortest edit script (Myers 1986), or null when there are more than `most`. */
function editDistance(old: readonly string[], young: readonly string[], most: number): number | null {
  const reach = new Map<number, number>([[1, 0]])
  for (let edits = 0; edits <= most; edits += 1)
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [left, above] = [reach.get(diagonal - 1) ?? -1, reach.get(diagonal + 1) ?? -1]
      let x = diagonal === -edits || (diagonal !== edits && left < above) ? above : left + 1
      while (x < old.length && x - diagonal < young.length && old[x] === young[x - diagonal]) x += 1
      reach.set(diagonal, x)
      if (x >= old.length && x - diagonal >= young.length) return edits
    }
  return null
}
