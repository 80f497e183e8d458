import { fraction, multiply } from '../../core/fraction.ts'
import type { SeverityWord } from '../../model/finding.ts'
import type { ProfileName } from '../../model/policy.ts'
import { toUnits } from './assess.ts'
import { calibrationScore, calibrationShare, prices, shares, weights } from './price.ts'

/**
 * The most that a row can give, in units of 2^-20, by closed formula: every item claimed perfectly (D = 1), with full
 * confidence, nothing else said, no hint, finalized. On a clean row: finalized at once.
 */
export function attainableMaximum(severities: readonly SeverityWord[], profile: ProfileName): number {
  const bonus = toUnits(shares.finalize)
  if (severities.length === 0) return toUnits(multiply(prices[profile].clean, shares.findings)) + bonus
  const share = calibrationShare(weights(severities))
  const calibration = multiply(multiply(share, calibrationScore(1000, true)), fraction(severities.length))
  return toUnits(shares.findings) + bonus + toUnits(calibration)
}
