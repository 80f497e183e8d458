import type { ReportIndex } from '../html/report-data.ts'
import { figure, h, s } from './dom.ts'

const SIZE = 260
const MARGIN = 34
const COLOURS = ['#3b82f6', '#e8590c', '#2f9e44', '#9c36b5', '#c2255c', '#0c8599', '#a17a00', '#6b7280']

type Runs = ReportIndex['runs']

export function colourOf(run: number): string {
  return COLOURS[run % COLOURS.length] ?? '#6b7280'
}

interface Point {
  readonly x: number
  readonly y: number
  readonly label: string
  readonly weight?: number
}

interface Chart {
  readonly caption: string
  readonly x: string
  readonly y: string
  readonly range: readonly [x: number, least: number, most: number]
  readonly series: readonly (readonly Point[])[]
  readonly joined: boolean
  readonly diagonal?: boolean
}

/** Stated confidence against the share that was right: on the diagonal nobody is over- or underconfident. */
export function reliability(runs: Runs): HTMLElement {
  return draw({
    caption: 'Reliability: stated confidence and the share that was right',
    x: 'confidence',
    y: 'right',
    range: [1, 0, 1],
    joined: true,
    diagonal: true,
    series: runs.map(({ results }) =>
      results.calibration.bins.flatMap(({ findings, confidence, right }) =>
        confidence === null || right === null
          ? []
          : { x: confidence, y: right, weight: findings, label: `${findings} findings` },
      ),
    ),
  })
}

export function precisionRecall(runs: Runs): HTMLElement {
  return draw({
    caption: 'Precision and recall by category',
    x: 'recall',
    y: 'precision',
    range: [1, 0, 1],
    joined: false,
    series: runs.map(({ results }) =>
      Object.entries(results.by_category).flatMap(([category, { recall, precision }]) =>
        recall === null || precision === null ? [] : { x: recall, y: precision, label: category },
      ),
    ),
  })
}

export function scoreBySteps(runs: Runs): HTMLElement {
  const longest = Math.max(2, ...runs.map(({ results }) => results.steps.score_after.length))
  const all = runs.flatMap(({ results }) => results.steps.score_after)
  return draw({
    caption: 'Mean score after each step, ended episodes keeping theirs',
    x: 'step',
    y: 'score',
    range: [longest, Math.min(0, ...all), Math.max(0.1, ...all)],
    joined: true,
    series: runs.map(({ results }) =>
      results.steps.score_after.map((y, index) => ({
        x: index + 1,
        y,
        label: `step ${index + 1}: ${figure(y)}`,
      })),
    ),
  })
}

function draw({ caption, x, y, range: [right, least, most], series, joined, diagonal }: Chart): HTMLElement {
  const across = (value: number) => MARGIN + (value / right) * (SIZE - MARGIN - 10)
  const up = (value: number) => SIZE - MARGIN - ((value - least) / (most - least)) * (SIZE - MARGIN - 10)
  const axis = { stroke: 'currentColor', 'stroke-opacity': 0.35 }
  const text = (at: readonly [number, number], words: string, anchor = 'middle') =>
    s('text', { x: at[0], y: at[1], 'text-anchor': anchor }, words)
  return h(
    'figure',
    {},
    s(
      'svg',
      { width: SIZE, height: SIZE, role: 'img', 'aria-label': caption },
      s('line', { ...axis, x1: MARGIN, y1: SIZE - MARGIN, x2: SIZE - 10, y2: SIZE - MARGIN }),
      s('line', { ...axis, x1: MARGIN, y1: 10, x2: MARGIN, y2: SIZE - MARGIN }),
      diagonal
        ? s('line', { ...axis, 'stroke-dasharray': 4, x1: across(0), y1: up(0), x2: across(1), y2: up(1) })
        : null,
      text([SIZE / 2, SIZE - 6], x),
      text([MARGIN, SIZE - MARGIN + 14], '0'),
      text([SIZE - 14, SIZE - MARGIN + 14], String(right)),
      text([MARGIN - 5, up(most) + 4], most.toFixed(most === 1 ? 0 : 2), 'end'),
      text([MARGIN - 5, up(least) + 4], least.toFixed(least === 0 ? 0 : 2), 'end'),
      text([MARGIN + 4, 9], y, 'start'),
      ...series.flatMap((points, run) => [
        joined && points.length > 1
          ? s('polyline', {
              fill: 'none',
              stroke: colourOf(run),
              'stroke-width': 2,
              points: points.map((point) => `${across(point.x)},${up(point.y)}`).join(' '),
            })
          : null,
        ...points.map((point) =>
          s(
            'circle',
            {
              cx: across(point.x),
              cy: up(point.y),
              r: Math.min(9, 3 + Math.log10(point.weight ?? 1)),
              fill: colourOf(run),
              'fill-opacity': 0.85,
            },
            s('title', {}, point.label),
          ),
        ),
      ]),
    ),
    h('figcaption', {}, caption),
  )
}
