import type { Results } from '../model/results.ts'
import { plural } from './pretty.ts'
import { formatTable } from './table.ts'

/** Longer lists of rollouts are for `--json` and `report`. */
const MOST_ROLLOUTS = 200

/** The figures of a run for people: its rollouts, or its tasks where there are many, then what became of them. */
export function formatResults(results: Results): string {
  const table = results.rollouts.length <= MOST_ROLLOUTS ? rolloutTable(results) : taskTable(results)
  const details = [...model(results), ...reasons(results)]
  return [table, ...(details.length > 0 ? [details.join('\n')] : []), summary(results)].join('\n\n')
}

function rolloutTable({ rollouts }: Results): string {
  return formatTable(
    ['task', 'row', 'variant', 'profile', 'steps', 'score', 'maximum'],
    rollouts.map(({ task_id, row, variant, profile, steps, score, maximum, outcome }) => [
      task_id,
      row,
      variant ?? '–',
      profile,
      steps,
      score === null ? outcome : score.toFixed(6),
      maximum === null ? '–' : maximum.toFixed(6),
    ]),
  )
}

function taskTable({ by_task }: Results): string {
  return formatTable(
    ['task', 'rollouts', 'scored', 'score', '±', 'recall', 'precision'],
    Object.entries(by_task).map(([task, { outcomes, score, found }]) => [
      task,
      outcomes.requested,
      outcomes.scored,
      figure(score.mean),
      figure(score.standard_error),
      figure(found.recall),
      figure(found.precision),
    ]),
  )
}

/** What is worth saying of a model only. */
function model({ player, all, answers, usage, steps, hints }: Results): readonly string[] {
  if (player.type === 'agent') return []
  const interval = all.score.interval?.map(figure).join(' to ') ?? 'n/a'
  const passes = Object.entries(all.pass_at).map(([k, share]) => `pass@${k} ${figure(share)}`)
  const cost = usage.dollars === null ? '' : `, $${usage.dollars.toFixed(4)}`
  return [
    `95 % interval ${interval}, recall ${figure(all.found.recall)}, precision ${figure(all.found.precision)}`,
    ...(passes.length > 0 ? [passes.join(', ')] : []),
    `first attempt ${figure(steps.first_attempt)}, improved by ${figure(steps.improvement)}, hints ${figure(hints.mean)} an episode`,
    `${plural(answers.total, 'answer')}, unreadable ${answers.unreadable}; ${usage.input} tokens in, ${usage.output} out${cost}`,
  ]
}

function reasons({ reasons: counted }: Results): readonly string[] {
  return Object.entries(counted).map(([reason, count]) => `${count} × ${reason}`)
}

function summary({ all, proved, attacked }: Results): string {
  const { outcomes, score } = all
  const mean = score.mean === null ? 'n/a' : score.mean.toFixed(6)
  const lost = `invalid ${outcomes.invalid}, unscored ${outcomes.unscored}, error ${outcomes.error}`
  const unproved = proved === false ? '\nThe bundle was not proved: see `reviewgym prove`' : ''
  const unattacked =
    proved !== false && attacked === false ? '\nThe bundle was not attacked: see `reviewgym compile`' : ''
  return `${outcomes.requested} rollouts: scored ${outcomes.scored}, ${lost}\nmean score ${mean}, at the maximum ${score.at_maximum} of ${outcomes.scored}${unproved}${unattacked}`
}

function figure(value: number | null): string {
  return value === null ? 'n/a' : value.toFixed(3)
}
