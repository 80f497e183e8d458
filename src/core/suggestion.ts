/**
 * The known word closest to a mistyped one, or null when none is close enough to be worth a guess: within `slips`
 * letters, by default a third of the word.
 */
export function closest(
  word: string,
  known: Iterable<string>,
  slips: number = Math.max(1, Math.floor(word.length / 3)),
): string | null {
  let best: string | null = null
  let bestDistance = slips + 1
  for (const candidate of known) {
    const distance = editDistance(normal(word), normal(candidate), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function normal(word: string): string {
  return word.slice(0, 80).toLowerCase().replaceAll(/[_\s]/g, '-')
}

/** Damerau-Levenshtein distance (adjacent swaps count once), or `limit` as soon as it cannot be smaller. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? limit
}
