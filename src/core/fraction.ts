/** An exact rational number; the denominator is positive. Not reduced: values here are small and short-lived. */
export interface Fraction {
  readonly num: bigint
  readonly den: bigint
}

export function fraction(num: number | bigint, den: number | bigint = 1): Fraction {
  if (BigInt(den) <= 0n) throw new Error('A denominator must be positive')
  return { num: BigInt(num), den: BigInt(den) }
}

export function add(a: Fraction, b: Fraction): Fraction {
  // Without these, the denominator of a long sum is the product of all of its parts'.
  if (a.num === 0n) return b
  if (b.num === 0n) return a
  if (a.den === b.den) return { num: a.num + b.num, den: a.den }
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den }
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return { num: a.num * b.num, den: a.den * b.den }
}

/** Negative, zero or positive, as a is smaller than, equal to or larger than b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.num * b.den - b.num * a.den
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function sum(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce(add, fraction(0))
}

/** The nearest whole number, ties to the even one. */
export function roundHalfEven({ num, den }: Fraction): bigint {
  const floor = num >= 0n ? num / den : -((-num + den - 1n) / den)
  const twiceRest = 2n * (num - floor * den)
  if (twiceRest < den) return floor
  if (twiceRest > den) return floor + 1n
  return floor % 2n === 0n ? floor : floor + 1n
}
