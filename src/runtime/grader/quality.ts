/** How good a claim is, in fortieths, so that every step of the formula is a whole number. */
import type { Lines } from '../../model/bundle.ts'
import { type Finding, severities } from '../../model/finding.ts'
import type { RowItem } from '../bundle/opened.ts'

export const PERFECT = 40
/** A claim by place and kind alone. */
export const LOCATED = 10
/** A located claim that a later text explains: flat, so that a second try never beats a good first one. */
export const RAISED = 28
const EXPLAINED = 28
const LINE = 6
const REMEDY = 4
const SEVERITY = 2

/** `q = 0.70 + 0.15*line + 0.10*remedy + 0.05*sev` of an explained claim. */
export function explainedQuality(
  finding: Finding,
  item: RowItem,
  remedy: 'recommended' | 'left out',
): number {
  return (
    EXPLAINED +
    lineQuality(finding, item) +
    (remedy === 'recommended' ? REMEDY : 0) +
    (severityFits(finding, item) ? SEVERITY : 0)
  )
}

/** Full for a range that touches an anchor, half within two lines of it. */
export function lineQuality({ file, range }: Finding, { anchors }: RowItem): number {
  const touches = (slack: number) => anchors.some((anchor) => intersects(file, range, anchor, slack))
  if (touches(0)) return LINE
  return touches(2) ? LINE / 2 : 0
}

export function severityFits({ severity }: Finding, item: RowItem): boolean {
  const distance = Math.abs(severities.indexOf(severity) - severities.indexOf(item.severity))
  return distance <= 1 || item.acceptSeverities.includes(severity)
}

/** Whether a range comes within `slack` lines of some lines of the same file. */
export function intersects(
  file: string,
  [first, last]: readonly [number, number],
  at: Lines,
  slack = 0,
): boolean {
  return file === at.path && first <= at.lines[1] + slack && last >= at.lines[0] - slack
}
