import type { Delivery, FeedbackLevel, ProfileName } from '../../model/policy-words.ts'

/** Which rows a figure is about: those with defects, or those without. */
export type RowGroup = 'defective' | 'clean'

/** What an exploit earned on some rows under one setting. Scores are in [-1, 1]. */
export interface Figure {
  readonly exploit: string
  readonly rows: RowGroup
  readonly profile: ProfileName
  /** Null where the exploit looks at no feedback: then it plays the same at every level and delivery. */
  readonly feedback: FeedbackLevel | null
  readonly delivery: Delivery | null
  readonly row_count: number
  readonly episodes: number
  readonly mean: number
  /** Of the mean over seeds; rows are not drawn, so 0 for an exploit without chance. */
  readonly standard_error: number
  readonly maximum: number
  /** The mean of the rows' bounds; null where the figure is measured only. */
  readonly bound: number | null
  readonly verdict: Verdict
}

export type Verdict = 'holds' | 'broken' | 'measured'

/** Scores of one row under one setting, one for each seed. */
export interface RowScores {
  readonly scores: readonly number[]
  readonly bound: number
}

export type FigureKey = Pick<Figure, 'exploit' | 'rows' | 'profile' | 'feedback' | 'delivery'>

/** Sums comparisons of scores that are exact up to the division by the number of episodes. */
const ROUNDING = 1e-9

/** A figure from the scores of its rows: every row counts the same, the error is that of the seeds within rows. */
export function figureOf(key: FigureKey, rows: readonly RowScores[], isBounded: boolean): Figure {
  const count = rows.length
  const mean = average(rows.map(({ scores }) => average(scores)))
  const variance = rows.reduce((sum, { scores }) => sum + varianceOf(scores) / scores.length, 0)
  return judged({
    ...key,
    row_count: count,
    episodes: rows.reduce((sum, { scores }) => sum + scores.length, 0),
    mean,
    standard_error: Math.sqrt(variance) / count,
    maximum: Math.max(...rows.flatMap(({ scores }) => scores)),
    bound: isBounded ? average(rows.map(({ bound }) => bound)) : null,
  })
}

/** One figure for several tasks: rows count the same whatever their task. */
export function combine(figures: readonly Figure[]): Figure {
  const [first] = figures
  if (!first) throw new Error('No figures to combine')
  const rows = figures.reduce((sum, { row_count }) => sum + row_count, 0)
  const weighted = (value: (one: Figure) => number) =>
    figures.reduce((sum, one) => sum + value(one) * one.row_count, 0) / rows
  const errors = figures.reduce((sum, one) => sum + (one.standard_error * one.row_count) ** 2, 0)
  return judged({
    ...first,
    row_count: rows,
    episodes: figures.reduce((sum, { episodes }) => sum + episodes, 0),
    mean: weighted(({ mean }) => mean),
    standard_error: Math.sqrt(errors) / rows,
    maximum: Math.max(...figures.map(({ maximum }) => maximum)),
    bound: first.bound === null ? null : weighted(({ bound }) => bound ?? 0),
  })
}

/** A bound holds for the mean and two standard errors. */
function judged(figure: Omit<Figure, 'verdict'>): Figure {
  const { mean, standard_error, bound } = figure
  if (bound === null) return { ...figure, verdict: 'measured' }
  return { ...figure, verdict: mean + 2 * standard_error <= bound + ROUNDING ? 'holds' : 'broken' }
}

export function sameKey(a: FigureKey, b: FigureKey): boolean {
  return (
    a.exploit === b.exploit &&
    a.rows === b.rows &&
    a.profile === b.profile &&
    a.feedback === b.feedback &&
    a.delivery === b.delivery
  )
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = average(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}
