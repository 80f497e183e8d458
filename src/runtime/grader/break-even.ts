/** From which precision on findings pay: figures for lints and documents, not for grading. */
import { compare, type Fraction } from '../../core/fraction.ts'
import type { SeverityWord } from '../../model/finding.ts'
import type { ProfileName } from '../../model/policy-words.ts'
import { calibrationShare, prices, spread, weights } from './price.ts'

/** 0.80, the finalize bonus 0.05 and the most that calibration adds for one finding. */
const [FINDINGS, BONUS, CALIBRATION] = [0.8, 0.05, 0.005]

/**
 * The hit rate up to which guessing loses: L / (L + U), with L the loss of a miss and U the most that a hit can gain,
 * the finalize bonus booked in full.
 */
export function breakEvenHitRate(severities: readonly SeverityWord[], profile: ProfileName): number {
  const loss = (FINDINGS * number(prices[profile].falsePositive)) / spread(severities.length)
  const gain = FINDINGS * number(largest(weights(severities))) + BONUS + CALIBRATION
  return loss / (loss + gain)
}

/**
 * The precision from which one more finding pays on a row of n equal items, for a claim of the given quality that
 * states no confidence: what a hit gains against what a miss costs. The finalize bonus is left out.
 */
export function breakEvenPrecision(itemCount: number, profile: ProfileName, quality: number): number {
  const calibration = number(calibrationShare(weights(Array.from({ length: itemCount }, () => 'high'))))
  const loss = FINDINGS * (number(prices[profile].falsePositive) / spread(itemCount)) + calibration / 4
  const gain = FINDINGS * (quality / itemCount)
  return loss / (loss + gain)
}

function largest(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce((most, one) => (compare(one, most) > 0 ? one : most))
}

function number({ num, den }: Fraction): number {
  return Number(num) / Number(den)
}
