/** The mean, or null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * Standard error of the mean of values that come in clusters (episodes of one task resemble each other), with the
 * usual correction for few clusters; null with fewer than two. Liang & Zeger 1986, as for an intercept alone.
 */
export function clusteredError(clusters: readonly (readonly number[])[]): number | null {
  const filled = clusters.filter((values) => values.length > 0)
  const all = filled.flat()
  const mean = meanOf(all)
  if (mean === null || filled.length < 2) return null
  const squares = filled.map((values) => values.reduce((sum, value) => sum + (value - mean), 0) ** 2)
  const spread = squares.reduce((sum, square) => sum + square, 0)
  return Math.sqrt((filled.length / (filled.length - 1)) * spread) / all.length
}

/** The 97.5 % quantile of Student’s t, to three digits, by degrees of freedom (from 1). */
export function studentQuantile(freedom: number): number {
  const exact = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228][freedom - 1]
  if (exact !== undefined) return exact
  const z = 1.959964
  const terms = [(z ** 3 + z) / 4, (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96]
  return terms.reduce((sum, term, index) => sum + term / freedom ** (index + 1), z)
}

/** The chance that one of k drawn without replacement from n, of which c succeed, is a success (Chen et al. 2021). */
export function passAt(n: number, c: number, k: number): number {
  if (n - c < k) return 1
  let fails = 1
  for (let index = 0; index < k; index += 1) fails *= (n - c - index) / (n - index)
  return 1 - fails
}
