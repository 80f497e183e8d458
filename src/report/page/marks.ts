import { h, s } from './dom.ts'

const COLOURS = ['#3b82f6', '#e8590c', '#2f9e44', '#9c36b5', '#c2255c', '#0c8599', '#a17a00', '#6b7280']
const SHAPES = ['circle', 'square', 'diamond'] as const

export function colourOf(run: number): string {
  return COLOURS[run % COLOURS.length] ?? '#6b7280'
}

interface Place {
  readonly x: number
  readonly y: number
  /** Half its width. */
  readonly size: number
}

/** The mark of a run: after eight runs colours begin again, and shapes tell them apart. */
export function mark(run: number, { x, y, size }: Place, title: string | null = null): SVGElement {
  const shape = SHAPES[(run + Math.floor(run / COLOURS.length)) % SHAPES.length]
  const filled = { fill: colourOf(run), 'fill-opacity': 0.85 }
  const told = title === null ? null : s('title', {}, title)
  if (shape === 'circle') return s('circle', { ...filled, cx: x, cy: y, r: size }, told)
  const half = size * 0.9
  const turned = shape === 'diamond' ? { transform: `rotate(45 ${x} ${y})` } : {}
  return s(
    'rect',
    { ...filled, ...turned, x: x - half, y: y - half, width: 2 * half, height: 2 * half },
    told,
  )
}

/** A run as it is named in tables and legends. */
export function namedRun(name: string, run: number): HTMLElement {
  const place = { x: 6, y: 6, size: 5 }
  return h(
    'span',
    { class: 'run' },
    s('svg', { width: 12, height: 12, 'aria-hidden': 'true' }, mark(run, place)),
    name,
  )
}

export function legend(runs: readonly { readonly name: string; readonly number: number }[]): HTMLElement {
  return h('p', { class: 'legend' }, ...runs.map(({ name, number }) => namedRun(name, number)))
}
