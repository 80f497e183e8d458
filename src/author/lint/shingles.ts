/** Words in a run: long enough that two programs do not share one by chance. */
const RUN = 5
/** So many of the least hashes are kept; the error of an estimate is about a twelfth at worst. */
const KEPT = 128

/** A text's runs of words as the least of their hashes (Broder's bottom-k sketch), ascending. */
export function shinglesOf(texts: readonly string[]): readonly number[] {
  const hashes = new Set<number>()
  for (const text of texts) {
    const words = text.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? []
    for (let index = 0; index + RUN <= words.length; index += 1) hashes.add(hashOfRun(words, index))
  }
  return [...Uint32Array.from(hashes).sort().slice(0, KEPT)]
}

/** The share of runs that two texts have in common, of all that either has; from 0 to 1. */
export function resemblance(a: readonly number[], b: readonly number[]): number {
  let [left, right, seen, shared] = [0, 0, 0, 0]
  // Of the union's least hashes, as far as both sketches reach.
  while (seen < KEPT && left < a.length && right < b.length) {
    const [first = 0, second = 0] = [a[left], b[right]]
    if (first === second) shared += 1
    if (first <= second) left += 1
    if (second <= first) right += 1
    seen += 1
  }
  if (a.length < KEPT && b.length < KEPT) seen += a.length - left + (b.length - right)
  return seen === 0 ? 0 : shared / seen
}

const BLANK = 32

/**
 * FNV-1a of 32 bits of a run's words with a blank between them, stirred as MurmurHash3 ends, or like runs would have like
 * hashes.
 */
function hashOfRun(words: readonly string[], start: number): number {
  let hash = 0x811c9dc5
  for (let index = start; index < start + RUN; index += 1) {
    const word = words[index] ?? ''
    if (index > start) hash = Math.imul(hash ^ BLANK, 0x01000193)
    for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
