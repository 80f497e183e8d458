import type { Results } from '../../model/results.ts'
import { meanOf } from './statistics.ts'

const BINS = 10

/** Stated confidences, in [0, 1], against whether they were right. */
export function calibrationOf(
  stated: readonly { readonly confidence: number; readonly isRight: boolean }[],
): Results['calibration'] {
  const right = (isRight: boolean) => (isRight ? 1 : 0)
  const bins = Array.from({ length: BINS }, (_, index) => {
    const inside = stated.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1)) === index,
    )
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      findings: inside.length,
      confidence: meanOf(inside.map(({ confidence }) => confidence)),
      right: meanOf(inside.map(({ isRight }) => right(isRight))),
    }
  })
  const gaps = bins.map(
    ({ findings, confidence, right: share }) => findings * Math.abs((confidence ?? 0) - (share ?? 0)),
  )
  return {
    findings: stated.length,
    brier: meanOf(stated.map(({ confidence, isRight }) => (confidence - right(isRight)) ** 2)),
    error: stated.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / stated.length,
    bins,
  }
}
