import { splits } from '../../model/policy.ts'
import type { Run, Trajectory } from '../../model/trajectory.ts'
import { formatTable } from '../../report/table.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host } from '../host.ts'
import { named } from '../named.ts'
import { openBundleAt } from '../open-bundle.ts'
import { declarePolicies, type PolicyOptions, policiesOf } from '../policies.ts'
import { wholeNumber } from '../whole-number.ts'

interface EvalOptions extends CommonOptions, PolicyOptions {
  readonly agent: string
  readonly split?: string
  readonly seeds: string
  readonly output?: string
}

export const evalCommand: CommandModule = {
  name: 'eval',
  summary: 'Play every row with an agent and write a run folder',
  example: 'reviewgym eval --agent oracle',
  declare: (command) =>
    declarePolicies(
      command
        .argument('[bundle]', 'a compiled bundle (default: compile tasks/ first)')
        .requiredOption(
          '--agent <name>',
          'who plays: oracle, half, other-words, full-plus-two, weak-honest or nop',
        )
        .option('--seeds <number>', 'episodes a row, each with its own chance', '1')
        .option('--split <name>', 'only this split: train or eval')
        .option(
          '-o, --output <folder>',
          'the run folder (default: runs/<agent>-<start of the bundle’s hash>)',
        ),
    ),
  async run(host, [path], options: EvalOptions) {
    const { agents } = await import('../../rollout/agents/agents.ts')
    const agent = named('agent', options.agent, agents)
    const chosen =
      options.split === undefined
        ? splits
        : [
            named(
              'split',
              options.split,
              splits.map((name) => ({ name })),
            ).name,
          ]
    const seeds = wholeNumber('seeds', options.seeds, 1, 10_000)
    const bundle = await openBundleAt(path as string | undefined, options, host)
    if (bundle === null) return ExitCode.problems
    const { evaluateIn, summarizeRun } = await import('../../rollout/eval/evaluate.ts')
    const { openSandbox } = await import('../../runtime/sandbox/sandbox.ts')
    const sandbox = openSandbox(host.sandboxFiles)
    const trajectories: Trajectory[] = []
    const policies = policiesOf(options, 'agent')
    for await (const one of evaluateIn(sandbox, bundle, policies, agent, chosen, seeds))
      trajectories.push(one)
    await sandbox.close()
    const run = summarizeRun(bundle, agent, trajectories)
    const folder = options.output ?? `runs/${agent.name}-${bundle.sha256.slice(0, 12)}`
    await writeRun(host, folder, run, trajectories)
    if (options.json) host.print(`${JSON.stringify({ ...run, folder }, null, 2)}\n`)
    else if (!options.quiet) host.print(`${describeRun(run, trajectories)}\n\nRun folder: ${folder}\n`)
    return ExitCode.ok
  },
}

async function writeRun(
  host: Host,
  folder: string,
  run: Run,
  trajectories: readonly Trajectory[],
): Promise<void> {
  const lines = trajectories.map((trajectory) => `${JSON.stringify(trajectory)}\n`)
  await host.writeFile(`${folder}/trajectories.jsonl`, lines.join(''))
  await host.writeFile(`${folder}/run.json`, `${JSON.stringify(run, null, 2)}\n`)
}

function describeRun({ all, proved }: Run, trajectories: readonly Trajectory[]): string {
  const rows = trajectories.map(({ task_id, row, variant, policy, steps, score, maximum, outcome }) => [
    task_id,
    row,
    variant,
    policy.profile,
    steps.length,
    score === null ? outcome : score.toFixed(6),
    maximum.toFixed(6),
  ])
  const table = formatTable(['task', 'row', 'variant', 'profile', 'steps', 'score', 'maximum'], rows)
  const mean = all.mean_score === null ? 'n/a' : all.mean_score.toFixed(6)
  const lost = `invalid ${all.invalid}, unscored ${all.unscored}, error ${all.error}`
  return `${table}\n\n${all.requested} rollouts: scored ${all.scored}, ${lost}\nmean score ${mean}, at the maximum ${all.at_maximum} of ${all.scored}${proved ? '' : '\nThe bundle was not proved: see `reviewgym prove`'}`
}
