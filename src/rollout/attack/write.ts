import { type Finding, MAX_RANGE_LINES } from '../../model/finding.ts'
import type { RowItem } from '../../runtime/bundle/opened.ts'
import type { Draw } from './exploit.ts'
import type { Spot } from './sight.ts'

/** A finding about the start of some lines; all that is not said is what a careless agent would fill in. */
export function claim(
  { file, first, last }: Pick<Spot, 'file' | 'first' | 'last'>,
  kind: string | null,
  message: string,
  more: Partial<Finding> = {},
): Finding {
  return {
    file,
    range: [first, Math.min(last, first + MAX_RANGE_LINES - 1)],
    kind,
    severity: 'high',
    title: 'A problem in this place',
    message: message.length < 30 ? message.padEnd(30, '.') : message.slice(0, 800),
    ...more,
  }
}

/** A finding at the very lines of an item and of its kind: place and kind are known, the text is whatever is given. */
export function claimItem(item: RowItem, message: string, more: Partial<Finding> = {}): Finding {
  const [anchor] = item.anchors
  if (!anchor) throw new Error(`${item.id} has no anchor`)
  const [first, last] = anchor.lines
  return claim({ file: anchor.path, first, last }, item.kind, message, { severity: item.severity, ...more })
}

/** One of some things; throws where there is nothing. */
export function pick<T>(draw: Draw, label: string, from: readonly T[]): T {
  const chosen = from[draw(label, from.length)]
  if (chosen === undefined) throw new Error('Nothing to pick from')
  return chosen
}

/** The same things in an order that chance decides. */
export function shuffle<T>(draw: Draw, label: string, from: readonly T[]): readonly T[] {
  const rest = [...from]
  return from.flatMap((_, index) => rest.splice(draw(`${label} ${index}`, rest.length), 1))
}
