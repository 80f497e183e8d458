import type { ReportEpisode } from '../html/report-data.ts'
import { h, scrolling, signed } from './dom.ts'

/** How a score came about: each part begins where the one before ended, and the sum begins at 0. */
export function waterfall(components: ReportEpisode['components']): HTMLElement {
  const parts = Object.entries(components).filter(([, value]) => value !== 0)
  if (parts.length === 0) return h('p', { class: 'faint' }, 'Nothing was gained or lost.')
  let at = 0
  const bars = parts.map(([name, value]) => {
    const from = at
    at += value
    return { name, value, from, to: at, tone: value < 0 ? 'minus' : 'plus' }
  })
  const all = [...bars, { name: 'score', value: at, from: 0, to: at, tone: 'sum' }]
  const least = Math.min(0, ...all.map(({ to }) => to))
  const width = Math.max(0.01, ...all.map(({ to }) => to)) - least
  const across = (value: number) => `${((value - least) / width) * 100}%`
  return scrolling(
    'How the score came about',
    'scroll',
    h(
      'table',
      { class: 'fall', 'aria-label': 'How the score came about' },
      h(
        'tbody',
        {},
        ...all.map(({ name, value, from, to, tone }) => {
          const [left, right] = from < to ? [from, to] : [to, from]
          const style = `left:${across(left)};width:${((right - left) / width) * 100}%`
          return h(
            'tr',
            {},
            h('th', { scope: 'row' }, name),
            h('td', { class: 'number' }, signed(value, 6)),
            h(
              'td',
              { class: 'bars' },
              h('i', { class: 'zero', style: `left:${across(0)}` }),
              h('i', { class: tone, style }),
            ),
          )
        }),
      ),
    ),
  )
}
