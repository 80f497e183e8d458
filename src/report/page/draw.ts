import { type Child, h, s } from './dom.ts'
import { colourOf, mark } from './marks.ts'

const [WIDTH, HEIGHT] = [360, 250]
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 12, 10, 38]

export interface Axis {
  readonly label: string
  readonly least: number
  readonly most: number
  readonly ticks: readonly number[]
}

interface Point {
  readonly x: number
  readonly y: number
  readonly label: string
  /** Half the width of its mark. */
  readonly size: number
}

export interface Series {
  readonly run: number
  readonly points: readonly Point[]
}

export interface Chart {
  readonly caption: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  /** Whether the points of a series are one line. */
  readonly joined: boolean
  readonly diagonal: boolean
  /** The same figures for those who read, or want the numbers. */
  readonly table: HTMLElement
}

export const share = (label: string): Axis => ({ label, least: 0, most: 1, ticks: [0, 0.25, 0.5, 0.75, 1] })

/** An axis over values, from one quarter to another. */
export function quarters(label: string, values: readonly number[]): Axis {
  const least = Math.floor(4 * Math.min(0, ...values)) / 4
  const most = Math.max(least + 0.25, Math.ceil(4 * Math.max(0.25, ...values)) / 4)
  const ticks = Array.from({ length: Math.round((most - least) * 4) + 1 }, (_, index) => least + index / 4)
  return { label, least, most, ticks }
}

export function draw({ caption, x, y, series, joined, diagonal, table }: Chart): HTMLElement {
  const across = (value: number) => LEFT + ((value - x.least) / (x.most - x.least)) * (WIDTH - LEFT - RIGHT)
  const up = (value: number) =>
    HEIGHT - BOTTOM - ((value - y.least) / (y.most - y.least)) * (HEIGHT - TOP - BOTTOM)
  const line = (from: readonly [number, number], to: readonly [number, number], kind: string) =>
    s('line', { class: kind, x1: across(from[0]), y1: up(from[1]), x2: across(to[0]), y2: up(to[1]) })
  const text = (left: number, top: number, words: string, more: Record<string, string> = {}) =>
    s('text', { x: left, y: top, 'text-anchor': 'middle', ...more }, words)
  const scales: Child[] = [
    ...y.ticks.flatMap((tick) => [
      line([x.least, tick], [x.most, tick], tick === 0 ? 'zero' : 'grid'),
      text(LEFT - 6, up(tick) + 4, written(tick), { 'text-anchor': 'end' }),
    ]),
    ...x.ticks.map((tick) => text(across(tick), HEIGHT - BOTTOM + 16, written(tick))),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, x.label),
    text(10, (TOP + HEIGHT - BOTTOM) / 2, y.label, {
      transform: `rotate(-90 10 ${(TOP + HEIGHT - BOTTOM) / 2})`,
    }),
    diagonal ? line([0, 0], [1, 1], 'diagonal') : null,
  ]
  return h(
    'figure',
    {},
    h('figcaption', {}, caption),
    s(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': caption },
      ...scales,
      ...series.flatMap(({ run, points }) => [
        joined && points.length > 1
          ? s('polyline', {
              class: 'series',
              stroke: colourOf(run),
              points: points.map((point) => `${across(point.x)},${up(point.y)}`).join(' '),
            })
          : null,
        ...points.map(({ label, size, ...at }) => mark(run, { x: across(at.x), y: up(at.y), size }, label)),
      ]),
    ),
    h('details', {}, h('summary', {}, 'In figures'), table),
  )
}

function written(tick: number): string {
  return String(Number(tick.toFixed(2))).replace('-', '−')
}
