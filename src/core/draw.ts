import { sha256 } from './canonical-json.ts'

/**
 * A whole number in [0, count) that a text decides: the same on every machine, and evenly spread
 * (the bias of reducing 48 bits is below count / 2^48).
 */
export function drawIndex(text: string, count: number): number {
  if (count < 1) throw new Error('Nothing to draw from')
  return Number.parseInt(sha256(text).slice(0, 12), 16) % count
}
