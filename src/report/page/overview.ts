import type { ReportIndex } from '../html/report-data.ts'
import { precisionRecall, reliability, scoreBySteps } from './charts.ts'
import { type Child, figure, h, s, scrolling, signed, table } from './dom.ts'
import { colourOf, legend, namedRun } from './marks.ts'

type Run = ReportIndex['runs'][number]
/** A run with its number, which is that of its mark. */
type Ranked = Run & { readonly number: number }

/** What can be seen before any episode is opened. */
export function overview({ runs, tasks, episodes }: ReportIndex): HTMLElement {
  const ranked = runs
    .map((run, number) => ({ ...run, number }))
    .sort((a, b) => (b.results.all.score.mean ?? -2) - (a.results.all.score.mean ?? -2))
  const counts: readonly [number, string][] = [
    [episodes.length, 'episode'],
    [runs.length, 'run'],
    [tasks.length, 'task'],
  ]
  return h(
    'section',
    {},
    h('h1', {}, 'Code-review rollouts'),
    h('p', { class: 'faint' }, counts.map(([n, word]) => `${n} ${word}${n === 1 ? '' : 's'}`).join(' · ')),
    origin(runs),
    h('h2', {}, 'Leaderboard'),
    leaderboard(ranked),
    h('h2', {}, 'Mean score by task'),
    heatMap(ranked),
    h('h2', {}, 'How it comes about'),
    legend(ranked),
    h('div', { class: 'charts' }, scoreBySteps(runs), precisionRecall(runs), reliability(runs)),
  )
}

/** What was played; scores of different bundles or rules say nothing about each other. */
function origin(runs: readonly Run[]): HTMLElement {
  const bundles = new Set(runs.map(({ results }) => results.bundle))
  const graders = new Set(runs.map(({ results }) => results.grader))
  const differ = [...(bundles.size > 1 ? ['bundles'] : []), ...(graders.size > 1 ? ['grading rules'] : [])]
  if (differ.length > 0)
    return h(
      'p',
      { class: 'bad' },
      `The runs were played under different ${differ.join(' and ')}: their scores do not compare.`,
    )
  const results = runs[0]?.results
  const checks = [
    ...(results?.proved ? ['proved by running them'] : []),
    ...(results?.attacked ? ['held against cheaters'] : []),
  ]
  const told = checks.length > 0 ? `, its tasks ${checks.join(' and ')}` : ''
  return h(
    'p',
    { class: 'faint' },
    `Bundle ${results?.bundle?.slice(0, 12) ?? 'unknown'}, grading rules ${results?.grader ?? 'unknown'}${told}`,
  )
}

function leaderboard(runs: readonly Ranked[]): HTMLElement {
  const header = ['run', 'outcomes', 'score', '95 %', 'of maximum', 'recall', 'precision', 'pass@1']
  return table(
    'Leaderboard',
    [...header, 'improved by', 'hints', 'patched', 'tokens', 'cost'],
    runs.map(({ name, number, results: { all, player, steps, hints, patches, usage } }) => [
      h(
        'span',
        {},
        namedRun(name, number),
        player.name === name ? null : h('span', { class: 'faint' }, ` ${player.name}`),
      ),
      outcomes(all.outcomes),
      figure(all.score.mean),
      interval(all.score, number),
      figure(all.score.share_of_maximum),
      figure(all.found.recall),
      figure(all.found.precision),
      figure(all.pass_at['1']),
      signed(steps.improvement),
      figure(hints.mean, 1),
      figure(patches.success, 2),
      usage.input === 0 ? 'n/a' : (usage.input + usage.output).toLocaleString('en'),
      usage.dollars === null ? 'n/a' : `$${usage.dollars.toFixed(2)}`,
    ]),
  )
}

function outcomes({ requested: _, ...counts }: Run['results']['all']['outcomes']): string {
  const some = Object.entries(counts).filter(([word, count]) => count > 0 || word === 'scored')
  return some.map(([word, count]) => `${count} ${word}`).join(', ')
}

/** The mean and its interval on a line from −1 to 1. */
function interval({ mean, interval: bounds }: Run['results']['all']['score'], run: number): Child {
  if (mean === null) return 'n/a'
  const at = (value: number) => 45 * (1 + Math.max(-1, Math.min(1, value)))
  const line = { y1: 7, y2: 7, stroke: colourOf(run) }
  const [least, most] = bounds ?? [mean, mean]
  const words = bounds === null ? 'n/a' : `${figure(least, 2)} … ${figure(most, 2)}`
  return h(
    'span',
    { class: 'interval' },
    s(
      'svg',
      { width: 90, height: 14, 'aria-hidden': 'true' },
      s('line', { class: 'grid', x1: 45, x2: 45, y1: 0, y2: 14 }),
      s('line', { ...line, x1: at(least ?? mean), x2: at(most ?? mean), 'stroke-width': 2 }),
      s('circle', { cx: at(mean), cy: 7, r: 3.5, fill: colourOf(run) }),
    ),
    words,
  )
}

function heatMap(runs: readonly Ranked[]): HTMLElement {
  const tasks = [...new Set(runs.flatMap(({ results }) => Object.keys(results.by_task)))].sort()
  const rows: readonly (readonly [string, (run: Ranked) => number | null])[] = [
    ...tasks.map((task) => [task, (run: Ranked) => run.results.by_task[task]?.score.mean ?? null] as const),
    ['all', (run) => run.results.all.score.mean],
  ]
  return scrolling(
    'Mean score by task',
    'scroll',
    h(
      'table',
      { class: 'heat', 'aria-label': 'Mean score by task' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'task'),
          ...runs.map(({ name, number }) => h('th', { scope: 'col' }, namedRun(name, number))),
        ),
      ),
      h(
        'tbody',
        {},
        ...rows.map(([task, meanOf]) =>
          h('tr', {}, h('th', { scope: 'row' }, task), ...runs.map((run) => heatCell(meanOf(run)))),
        ),
      ),
    ),
  )
}

function heatCell(mean: number | null): HTMLElement {
  if (mean === null) return h('td', { class: 'cell faint' }, '–')
  const colour = mean >= 0 ? 'var(--warm)' : 'var(--cold)'
  const strength = Math.round(Math.min(1, Math.abs(mean)) * 100)
  const style = `background:color-mix(in srgb, ${colour} ${strength}%, transparent)`
  return h('td', { class: 'cell', style }, figure(mean, 2))
}
