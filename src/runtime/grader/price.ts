import { compare, type Fraction, fraction, multiply } from '../../core/fraction.ts'
import type { SeverityWord } from '../../model/finding.ts'
import type { ProfileName } from '../../model/policy-words.ts'

/** What a profile charges and gives, as exact fractions. */
export interface Prices {
  /** `a`: a false positive or a vague finding. */
  readonly falsePositive: Fraction
  /** `b`: a reported decoy. */
  readonly decoy: Fraction
  /** A repeated finding. */
  readonly duplicate: Fraction
  /** The credit of a clean row that was left alone. */
  readonly clean: Fraction
}

export const prices: Readonly<Record<ProfileName, Prices>> = {
  strict: {
    falsePositive: fraction(1, 2),
    decoy: fraction(3, 4),
    duplicate: fraction(3, 10),
    clean: fraction(1, 2),
  },
  learn: {
    falsePositive: fraction(1, 4),
    decoy: fraction(2, 5),
    duplicate: fraction(3, 10),
    clean: fraction(1, 4),
  },
}

/** `h`: what 0, 1, 2 and 3 hints cost in all; increasing and convex, so that no hint is ever refunded. */
export const hintCosts: readonly Fraction[] = [0, 3, 8, 16].map((hundredths) => fraction(hundredths, 100))

/** `s`: how much an item counts. */
export const severityWeight: Readonly<Record<SeverityWord, number>> = {
  critical: 8,
  high: 5,
  medium: 3,
  low: 1,
}

/** The shares of the score, each before the division by {@link BRACKET}. */
export const shares = {
  findings: fraction(80, 100),
  patch: fraction(15, 100),
  finalize: fraction(5, 100),
} as const

/** `1/1.04`: keeps the sum of all shares at or below 1 (the calibration term adds at most 0.03). */
export const BRACKET = fraction(100, 104)

/** D - P that earns the finalize bonus: on a row with defects, and on a clean one. */
export const bonusThreshold = { defective: fraction(1, 2), clean: fraction(1, 4) } as const

/** `n_e`: the number of items that penalties are spread over. */
export function spread(itemCount: number): number {
  return Math.min(6, Math.max(3, itemCount))
}

/** `w_i` of every item, adding up to 1. */
export function weights(severities: readonly SeverityWord[]): readonly Fraction[] {
  const total = severities.reduce((subtotal, severity) => subtotal + severityWeight[severity], 0)
  return severities.map((severity) => fraction(severityWeight[severity], total))
}

/** `c = min(0.02, 0.26 * min w_i)`: small enough that a true match pays whatever its stated confidence. */
export function calibrationShare(itemWeights: readonly Fraction[]): Fraction {
  return itemWeights
    .map((weight) => multiply(weight, fraction(26, 100)))
    .reduce((least, bound) => (compare(bound, least) < 0 ? bound : least), fraction(2, 100))
}

/** `0.25y - (p - y)^2` for a confidence p in thousandths: a proper score that junk cannot profit from. */
export function calibrationScore(confidence: number, isTrue: boolean): Fraction {
  const y = isTrue ? 1000 : 0
  return fraction((isTrue ? 250_000 : 0) - (confidence - y) ** 2, 1_000_000)
}
