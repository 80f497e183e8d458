import type { AttackedTask, BundleAttack } from './attack-bundle.ts'
import type { Exploit } from './exploit.ts'
import { combine, type Figure, sameKey } from './figures.ts'

/** How far honest work is above cheating. */
export interface Margin {
  /** Mean score of the review that finds half of the items, under `strict`. */
  readonly honest_half: number
  /** The best mean of an exploit that knows no more than the wire shows, under `strict`, at a bounded level. */
  readonly best_exploit: { readonly exploit: string; readonly mean: number }
  readonly margin: number
  /** Mean of the weak honest reviewer under `learn`, and its standard error: silence earns 0. */
  readonly weak_honest: { readonly mean: number; readonly standard_error: number }
  /** Items whose honest text is a blind reviewer's, and those where it is the author's. */
  readonly texts: { readonly held_out: number; readonly accepts: number }
}

/** The task where a figure is closest to its bound, or furthest above it. */
export function worstTask(figure: Figure, tasks: readonly AttackedTask[]) {
  const excess = (one: Figure) => one.mean - (one.bound ?? 0)
  const there = tasks.flatMap(({ task, figures }) =>
    figures.filter((one) => sameKey(one, figure)).map((one) => ({ task, figure: one })),
  )
  return there.reduce<(typeof there)[number] | null>(
    (worst, one) => (worst === null || excess(one.figure) > excess(worst.figure) ? one : worst),
    null,
  )
}

/** Honest work against the best exploit of those that see what any client sees; null without either. */
export function marginOf({ tasks, corpus }: BundleAttack, exploits: readonly Exploit[]): Margin | null {
  const blind = new Set(exploits.filter(({ sees }) => sees !== 'rubric').map(({ name }) => name))
  const [best] = corpus
    .filter(
      ({ exploit, rows, profile, bound }) =>
        blind.has(exploit) && rows === 'defective' && profile === 'strict' && bound !== null,
    )
    .sort((a, b) => b.mean - a.mean)
  const half = controls(tasks, 'honest-half', 'strict')
  const weak = controls(tasks, 'weak-honest', 'learn')
  if (!best || half.length === 0 || weak.length === 0) return null
  const honest = combine(half.map(({ figure }) => figure))
  const weakly = combine(weak.map(({ figure }) => figure))
  const texts = half.map((one) => one.texts)
  return {
    honest_half: honest.mean,
    best_exploit: { exploit: best.exploit, mean: best.mean },
    margin: honest.mean - best.mean,
    weak_honest: { mean: weakly.mean, standard_error: weakly.standard_error },
    texts: {
      held_out: texts.reduce((sum, { held_out }) => sum + held_out, 0),
      accepts: texts.reduce((sum, { accepts }) => sum + accepts, 0),
    },
  }
}

function controls(tasks: readonly AttackedTask[], control: string, profile: string) {
  return tasks.flatMap(({ honest }) =>
    honest.filter((one) => one.control === control && one.figure.profile === profile),
  )
}
