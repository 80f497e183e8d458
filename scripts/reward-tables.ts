// The tables of docs/reward.md: computed from the prices and from the corpus, never typed.
import { bundleText } from '../src/author/compile/emit.ts'
import { defaultPolicies, type ProfileName, profileNames, splits } from '../src/model/policy.ts'
import { nop } from '../src/rollout/agents/nop.ts'
import { oracle } from '../src/rollout/agents/oracle.ts'
import { weakHonest } from '../src/rollout/agents/weak-honest.ts'
import { evaluate } from '../src/rollout/eval/evaluate.ts'
import { openBundle } from '../src/runtime/bundle/open.ts'
import type { OpenBundle } from '../src/runtime/bundle/opened.ts'
import { breakEvenPrecision } from '../src/runtime/grader/break-even.ts'
import { compiledTasks } from './corpus.ts'

/** Quality of a located claim, and of an explained one at the right lines. */
const QUALITIES = { located: 0.25, explained: 0.85 }
const ITEMS = [1, 2, 3, 4, 5, 6]
const SEEDS = 40

/** Break-even precisions, and what controls earn on the corpus, as Markdown. */
export async function rewardTables(): Promise<string> {
  const bundle = await corpus()
  return `From which precision on one more finding pays, on a row of n equal items, no confidence stated:

${table(['profile', 'claim', ...ITEMS.map((count) => `n = ${count}`)], breakEvenRows())}

What controls earn on the rows with defects of \`tasks/\`: the mean score, and its standard error where chance plays a part (${SEEDS} episodes a row). A weak honest reviewer finds three defects in ten and is right four times in ten:

${table(['agent', ...profileNames], controlRows(bundle))}
`
}

function breakEvenRows(): readonly (readonly string[])[] {
  return profileNames.flatMap((profile) =>
    Object.entries(QUALITIES).map(([claim, quality]) => [
      profile,
      claim,
      ...ITEMS.map((count) => breakEvenPrecision(count, profile, quality).toFixed(2)),
    ]),
  )
}

function controlRows(bundle: OpenBundle): readonly (readonly string[])[] {
  return [oracle, weakHonest, nop].map((agent) => [
    agent.name,
    ...profileNames.map((profile) => {
      const scores = defectiveScores(bundle, agent, profile)
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
      const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1)
      const error = agent === weakHonest ? ` ± ${Math.sqrt(variance / scores.length).toFixed(3)}` : ''
      return `${mean.toFixed(3)}${error}`
    }),
  ])
}

function defectiveScores(
  bundle: OpenBundle,
  agent: typeof weakHonest,
  profile: ProfileName,
): readonly number[] {
  const policies = {
    train: { ...defaultPolicies.train, profile },
    eval: { ...defaultPolicies.eval, profile },
  }
  const rollouts = evaluate(bundle, policies, agent, splits, agent === weakHonest ? SEEDS : 1)
  return [...rollouts].flatMap(({ variant, score }) => (variant === 'clean' || score === null ? [] : score))
}

async function corpus(): Promise<OpenBundle> {
  const opened = openBundle(bundleText(await compiledTasks()))
  if (opened.status !== 'ok') throw new Error(opened.reason)
  return opened.bundle
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
