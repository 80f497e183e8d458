import type { ReportIndex } from '../html/report-data.ts'
import { figure, table } from './dom.ts'
import { draw, quarters, type Series, share } from './draw.ts'

type Runs = ReportIndex['runs']

/** So many steps are named below their chart, at most. */
const MOST_TICKS = 8

export function scoreBySteps(runs: Runs): HTMLElement {
  const all = runs.map(({ results }) => results.steps.score_after)
  const longest = Math.max(2, ...all.map((scores) => scores.length))
  const stride = Math.ceil(longest / MOST_TICKS)
  const steps = Array.from({ length: longest }, (_, index) => index + 1)
  return draw({
    caption: 'Mean score after each step; episodes that have ended keep theirs',
    x: { label: 'step', least: 1, most: longest, ticks: steps.filter((step) => (step - 1) % stride === 0) },
    y: quarters('score', all.flat()),
    joined: true,
    diagonal: false,
    series: runs.map(({ name }, run) => ({
      run,
      points: (all[run] ?? []).map((y, index) => ({
        x: index + 1,
        y,
        size: 3.5,
        label: `${name}, step ${index + 1}: ${figure(y)}`,
      })),
    })),
    table: table(
      'Mean score after each step',
      ['run', ...steps.map((step) => `step ${step}`)],
      runs.map(({ name }, run) => [name, ...steps.map((step) => figure(all[run]?.[step - 1]))]),
    ),
  })
}

/** A small mark for each category and a large one for all of them. */
export function precisionRecall(runs: Runs): HTMLElement {
  const groups = runs.flatMap(({ name, results }, run) => [
    ...Object.entries(results.by_category).map(([category, found]) => ({
      name,
      run,
      category,
      found,
      size: 3.5,
    })),
    { name, run, category: 'all', found: results.all.found, size: 7 },
  ])
  return draw({
    caption: 'Precision and recall: a small mark for each category, a large one for all',
    x: share('recall'),
    y: share('precision'),
    joined: false,
    diagonal: false,
    series: groups.map(({ name, run, category, found: { recall, precision }, size }): Series => {
      const label = `${name}, ${category}: precision ${figure(precision)}, recall ${figure(recall)}`
      return {
        run,
        points: recall === null || precision === null ? [] : [{ x: recall, y: precision, size, label }],
      }
    }),
    table: table(
      'Precision and recall by category',
      ['run', 'category', 'items', 'found', 'explained', 'recall', 'findings', 'credited', 'precision'],
      groups.map(({ name, category, found }) => [
        name,
        category,
        found.items,
        found.found,
        found.explained,
        figure(found.recall),
        found.findings,
        found.credited,
        figure(found.precision),
      ]),
    ),
  })
}

/** Stated confidence against the share that was right: on the diagonal nobody is over- or underconfident. */
export function reliability(runs: Runs): HTMLElement {
  const bins = runs.flatMap(({ name, results }, run) =>
    results.calibration.bins.flatMap(({ findings, confidence, right }) =>
      confidence === null || right === null ? [] : { name, run, findings, confidence, right },
    ),
  )
  return draw({
    caption: 'Reliability: stated confidence against the share that was right',
    x: share('confidence'),
    y: share('right'),
    joined: true,
    diagonal: true,
    series: runs.map((_, run) => ({
      run,
      points: bins
        .filter((bin) => bin.run === run)
        .map(({ name, findings, confidence, right }) => ({
          x: confidence,
          y: right,
          size: Math.min(10, 3 + 1.5 * Math.log10(findings)),
          label: `${name}: ${findings} findings at ${figure(confidence, 2)}, ${figure(right, 2)} of them right`,
        })),
    })),
    table: table(
      'Reliability',
      ['run', 'findings', 'confidence', 'right'],
      bins.map(({ name, findings, confidence, right }) => [
        name,
        findings,
        figure(confidence),
        figure(right),
      ]),
    ),
  })
}
