import { type Fraction, fraction, multiply, sum } from '../../core/fraction.ts'
import type { SeverityWord } from '../../model/finding.ts'
import type { ProfileName } from '../../model/policy-words.ts'
import { toUnits } from './assess.ts'
import { calibrationScore, calibrationShare, prices, shares, weights } from './price.ts'

/** What an item gives at most depends on its weight, and on whether a patch can be seen to mend it. */
export interface Claimable {
  readonly severity: SeverityWord
  /** It has cases. */
  readonly isPatchable: boolean
}

/**
 * The most that a row can give, in units of 2^-20, by closed formula: every item claimed perfectly (D = 1), with full
 * confidence, nothing else said, no hint, every item that has cases mended by a patch, finalized. On a clean row:
 * finalized at once.
 */
export function attainableMaximum(items: readonly Claimable[], profile: ProfileName): number {
  const bonus = toUnits(shares.finalize)
  if (items.length === 0) return toUnits(multiply(prices[profile].clean, shares.findings)) + bonus
  const itemWeights = weights(items.map(({ severity }) => severity))
  const calibration = multiply(
    multiply(calibrationShare(itemWeights), calibrationScore(1000, true)),
    fraction(items.length),
  )
  return (
    toUnits(shares.findings) +
    toUnits(multiply(patchable(items, itemWeights), shares.patch)) +
    bonus +
    toUnits(calibration)
  )
}

function patchable(items: readonly Claimable[], itemWeights: readonly Fraction[]): Fraction {
  return sum(itemWeights.filter((_, index) => items[index]?.isPatchable))
}
