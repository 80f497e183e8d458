/**
 * The score of an episode: a pure function of its ledger.
 *
 *     G = max(-1, (0.80*(D - P) + 0.15*T + 0.05*B + C) / 1.04)
 *
 * Every component is rounded once to a whole number of units of 2^-20, and G is their sum, so that scores, their
 * components and the differences between them are exact in a double and in JSON.
 */
import { add, compare, type Fraction, fraction, multiply, roundHalfEven, sum } from '../../core/fraction.ts'
import type { FindingClass, FindingEntry, Ledger } from '../../model/ledger.ts'
import type { ProfileName } from '../../model/policy-words.ts'
import type { RowRubric } from '../bundle/opened.ts'
import {
  BRACKET,
  bonusThreshold,
  calibrationScore,
  calibrationShare,
  hintCosts,
  prices,
  shares,
  spread,
  weights,
} from './price.ts'
import { PERFECT } from './quality.ts'

/** One over this is the unit of every score. */
export const UNIT = 2 ** 20

/** The stable names of the score's components, in the order of reports. */
export const componentNames = [
  'findings.credit',
  'findings.false_positive',
  'findings.vague',
  'findings.decoy',
  'findings.duplicate',
  'findings.raise',
  'hints.cost',
  'patch.fixed',
  'finalize.bonus',
  'confidence.calibration',
  'floor',
] as const
export type ComponentName = (typeof componentNames)[number]

const NOTHING = fraction(0)
const BRACKET_UNITS = multiply(BRACKET, fraction(UNIT))

export interface Assessment {
  /** Whole units of 2^-20; they add up to `total`. */
  readonly components: Readonly<Record<ComponentName, number>>
  readonly total: number
}

/** The score of a ledger on a row, in [-UNIT, UNIT]. */
export function assess(rubric: RowRubric, ledger: Ledger, profile: ProfileName): Assessment {
  const findings = ledger.filter((entry) => entry.entry === 'finding')
  const hints = ledger.filter(({ entry }) => entry === 'hint').length
  const isFinalized = ledger.some(({ entry }) => entry === 'finalize')
  const price = prices[profile]
  const count = (name: FindingClass) => findings.filter((finding) => finding.class === name).length
  // A raise by a witness is free: it cannot be had by trying.
  const raises = findings.filter((finding) => finding.class === 'raised' && finding.proven !== true).length
  const perItem = fraction(1, spread(rubric.items.length))
  const charge = (name: FindingClass, each: Fraction) => times(-count(name), each)
  const times = (number: number, each: Fraction) =>
    number === 0 ? NOTHING : multiply(multiply(fraction(number), each), perItem)

  const credit =
    rubric.items.length > 0 ? claimed(rubric, findings) : cleanCredit(count, isFinalized, price.clean)
  const parts = {
    'findings.false_positive': charge('false-positive', price.falsePositive),
    'findings.vague': charge('vague', price.falsePositive),
    'findings.decoy': charge('decoy', price.decoy),
    'findings.duplicate': charge('duplicate', price.duplicate),
    'findings.raise': times(-raises, price.duplicate),
    'hints.cost': hints === 0 ? NOTHING : multiply(fraction(-1), hintCost(hints)),
  }
  const net = add(credit, sum(Object.values(parts)))
  const threshold = rubric.items.length > 0 ? bonusThreshold.defective : bonusThreshold.clean
  const hasBonus = isFinalized && compare(net, threshold) >= 0

  const findingUnits = (part: Fraction) => (part.num === 0n ? 0 : toUnits(multiply(part, shares.findings)))
  return withFloor({
    'findings.credit': findingUnits(credit),
    'findings.false_positive': findingUnits(parts['findings.false_positive']),
    'findings.vague': findingUnits(parts['findings.vague']),
    'findings.decoy': findingUnits(parts['findings.decoy']),
    'findings.duplicate': findingUnits(parts['findings.duplicate']),
    'findings.raise': findingUnits(parts['findings.raise']),
    'hints.cost': findingUnits(parts['hints.cost']),
    'patch.fixed': toUnits(multiply(mended(rubric, ledger), shares.patch)),
    'finalize.bonus': hasBonus ? toUnits(shares.finalize) : 0,
    'confidence.calibration': toUnits(calibration(rubric, findings)),
    floor: 0,
  })
}

/** A score or component as a number: units of 2^-20 are exact in a double. */
export function unitsToNumber(units: number): number {
  return units / UNIT
}

/** The components of a score as numbers, by name; they add up to it exactly. */
export function componentNumbers({ components }: Assessment): Record<string, number> {
  const numbers = { ...components }
  for (const name of componentNames) numbers[name] = unitsToNumber(components[name])
  return numbers
}

/** A share of the bracket in whole units, rounded once. */
export function toUnits(part: Fraction): number {
  if (part.num === 0n) return 0
  return Number(roundHalfEven(multiply(part, BRACKET_UNITS)))
}

function hintCost(hints: number): Fraction {
  return hintCosts[Math.min(hints, hintCosts.length - 1)] ?? NOTHING
}

/** What the items of a row weigh, and how much calibration counts there. */
interface Weighing {
  readonly weights: readonly Fraction[]
  readonly calibration: Fraction
}

const weighings = new WeakMap<RowRubric, Weighing>()

function weighingOf(rubric: RowRubric): Weighing {
  const known = weighings.get(rubric)
  if (known) return known
  const itemWeights = weights(rubric.items.map(({ severity }) => severity))
  const made = { weights: itemWeights, calibration: calibrationShare(itemWeights) }
  weighings.set(rubric, made)
  return made
}

/** D: the weighted quality of the claimed items; a raise replaces an earlier claim's quality, which is lower. */
function claimed(rubric: RowRubric, findings: readonly FindingEntry[]): Fraction {
  return weighted(rubric, (id) => {
    const claims = findings.filter((finding) => finding.item === id && isClaim(finding.class))
    return fraction(Math.max(0, ...claims.map(({ quality }) => quality)), PERFECT)
  })
}

/**
 * T: the weight of the claimed items that the last accepted patch mends. It counts once the episode is over: before
 * that nobody is told whether a patch holds, and a reward would tell.
 */
function mended(rubric: RowRubric, ledger: Ledger): Fraction {
  if (!ledger.some(({ entry }) => entry === 'finalize' || entry === 'end')) return fraction(0)
  const patches = ledger.filter((entry) => entry.entry === 'patch')
  const fixed = patches.findLast(({ verdict }) => verdict === 'accepted')?.fixed ?? []
  const isClaimed = (id: string) =>
    ledger.some((entry) => entry.entry === 'finding' && entry.item === id && isClaim(entry.class))
  return weighted(rubric, (id) => fraction(fixed.includes(id) && isClaimed(id) ? 1 : 0))
}

function weighted(rubric: RowRubric, share: (item: string) => Fraction): Fraction {
  const { weights: itemWeights } = weighingOf(rubric)
  return sum(rubric.items.map(({ id }, index) => multiply(itemWeights[index] ?? NOTHING, share(id))))
}

function isClaim(name: FindingClass): boolean {
  return name === 'matched' || name === 'located' || name === 'raised'
}

function cleanCredit(
  count: (name: FindingClass) => number,
  isFinalized: boolean,
  credit: Fraction,
): Fraction {
  const isLeftAlone = count('false-positive') + count('vague') + count('decoy') === 0
  return isFinalized && isLeftAlone ? credit : fraction(0)
}

/** C: rewards stated confidences that turn out well calibrated; junk earns nothing at any confidence. */
function calibration(rubric: RowRubric, findings: readonly FindingEntry[]): Fraction {
  const counted = findings.filter((finding) => finding.class !== 'neutral' && finding.class !== 'raised')
  const scores = counted.map((finding) =>
    calibrationScore(finding.confidence, finding.class === 'matched' || finding.class === 'located'),
  )
  return multiply(weighingOf(rubric).calibration, sum(scores))
}

function withFloor(parts: Record<ComponentName, number>): Assessment {
  const bare = componentNames.reduce((total, name) => total + parts[name], 0)
  if (bare > UNIT) throw new Error('A score above 1: the shares no longer fit their bracket')
  const total = Math.max(-UNIT, bare)
  return { components: { ...parts, floor: total - bare }, total }
}
