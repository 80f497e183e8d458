import type { ReportIndex } from '../html/report-data.ts'
import { colourOf, precisionRecall, reliability, scoreBySteps } from './charts.ts'
import { figure, h, table } from './dom.ts'

/** What can be seen before any episode is opened. */
export function overview({ runs, tasks, episodes }: ReportIndex): HTMLElement {
  return h(
    'section',
    {},
    h('h1', {}, 'Code-review rollouts'),
    h('p', { class: 'faint' }, `${episodes.length} episodes, ${runs.length} runs, ${tasks.length} tasks`),
    h('h2', {}, 'Leaderboard'),
    leaderboard(runs),
    h('h2', {}, 'Mean score by task'),
    heatMap(runs),
    h('h2', {}, 'How it comes about'),
    h('div', { class: 'charts' }, scoreBySteps(runs), precisionRecall(runs), reliability(runs)),
    h('details', {}, h('summary', {}, 'Figures by category'), categories(runs)),
  )
}

function leaderboard(runs: ReportIndex['runs']): HTMLElement {
  const rows = runs
    .map((run, number) => ({ ...run, number }))
    .sort((a, b) => (b.results.all.score.mean ?? -2) - (a.results.all.score.mean ?? -2))
  return table(
    [
      'run',
      'player',
      'episodes',
      'scored',
      'invalid',
      'unscored',
      'error',
      'score',
      '95 %',
      'of the maximum',
      'recall',
      'precision',
      'pass@1',
      'improved by',
      'hints',
      'cost $',
    ],
    rows.map(({ name, number, results: { all, player, steps, hints, usage } }) => [
      h('span', {}, h('span', { style: `color:${colourOf(number)}` }, '● '), name),
      player.name,
      all.outcomes.requested,
      all.outcomes.scored,
      all.outcomes.invalid,
      all.outcomes.unscored,
      all.outcomes.error,
      figure(all.score.mean),
      all.score.interval?.map((bound) => bound.toFixed(2)).join(' … ') ?? 'n/a',
      figure(all.score.share_of_maximum),
      figure(all.found.recall),
      figure(all.found.precision),
      figure(all.pass_at['1'] ?? null),
      figure(steps.improvement),
      figure(hints.mean, 1),
      figure(usage.dollars, 2),
    ]),
  )
}

function heatMap(runs: ReportIndex['runs']): HTMLElement {
  const tasks = [...new Set(runs.flatMap(({ results }) => Object.keys(results.by_task)))].sort()
  const cell = (mean: number | null | undefined) => {
    if (mean == null) return h('td', { class: 'cell faint' }, '–')
    const colour = mean >= 0 ? 'var(--good)' : 'var(--bad)'
    const share = Math.round(Math.min(1, Math.abs(mean)) * 70)
    const style = `background:color-mix(in srgb, ${colour} ${share}%, transparent)`
    return h('td', { class: 'cell', style }, mean.toFixed(2))
  }
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      { class: 'heat' },
      h(
        'thead',
        {},
        h('tr', {}, h('th', {}, 'task'), ...runs.map(({ name }) => h('th', { scope: 'col' }, name))),
      ),
      h(
        'tbody',
        {},
        ...tasks.map((task) =>
          h(
            'tr',
            {},
            h('td', {}, task),
            ...runs.map(({ results }) => cell(results.by_task[task]?.score.mean)),
          ),
        ),
      ),
    ),
  )
}

function categories(runs: ReportIndex['runs']): HTMLElement {
  return table(
    ['run', 'category', 'items', 'found', 'explained', 'recall', 'findings', 'credited', 'precision'],
    runs.flatMap(({ name, results }) =>
      Object.entries(results.by_category).map(([category, one]) => [
        name,
        category,
        one.items,
        one.found,
        one.explained,
        figure(one.recall),
        one.findings,
        one.credited,
        figure(one.precision),
      ]),
    ),
  )
}
