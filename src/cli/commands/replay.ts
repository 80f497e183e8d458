import { plural } from '../../report/pretty.ts'
import type { Difference } from '../../rollout/trajectory/replay.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode } from '../host.ts'
import { bundleOf, trajectoriesIn } from '../run-folder.ts'

interface ReplayOptions extends CommonOptions {
  readonly bundle?: string
  readonly rerun?: true
}

/** More differences than these say no more. */
const MOST_SHOWN = 20

export const replayCommand: CommandModule = {
  example: 'reviewgym replay runs/oracle-16eab51d6910',
  declare: (command) =>
    command
      .argument('<run>', 'a run folder, a folder that a server recorded, or a file of trajectories')
      .option('--bundle <file>', 'the bundle that was played (default: that of the run folder)')
      .option('--rerun', 'run witnesses and patches again, instead of taking what is recorded'),
  async run(host, [folder], options: ReplayOptions) {
    const run = folder as string
    const bundle = await bundleOf(run, options.bundle, host)
    const { replay } = await import('../../rollout/trajectory/replay.ts')
    const { openSandbox } = await import('../../runtime/sandbox/sandbox.ts')
    const sandbox = options.rerun ? openSandbox(host.sandboxFiles) : null
    const differences: (Difference & { readonly episode: string })[] = []
    const unplayable: { readonly episode: string; readonly reason: string }[] = []
    let episodes = 0
    for await (const trajectory of trajectoriesIn(run, host)) {
      episodes += 1
      host.status(`${episodes} episodes`)
      const { episode } = trajectory.start
      const found = await replay(bundle, trajectory, sandbox)
      if ('unplayable' in found) unplayable.push({ episode, reason: found.unplayable })
      else differences.push(...found.map((one) => ({ episode, ...one })))
    }
    await sandbox?.close()
    host.status('')
    if (options.json)
      host.print(
        `${JSON.stringify({ format: 'reviewgym-replay/1', episodes, differences, unplayable }, null, 2)}\n`,
      )
    else if (!options.quiet || differences.length + unplayable.length > 0) {
      const lines = [
        ...unplayable.map(({ episode, reason }) => `${episode}: ${reason}`),
        ...differences.map(
          ({ episode, step, what, recorded, replayed }) =>
            `${episode} step ${step}: ${what} was ${short(recorded)} and is ${short(replayed)}`,
        ),
      ]
      const more = lines.length > MOST_SHOWN ? `… and ${lines.length - MOST_SHOWN} more\n` : ''
      host.print(
        lines
          .slice(0, MOST_SHOWN)
          .map((line) => `${line}\n`)
          .join('') + more,
      )
      host.print(
        `${plural(episodes, 'episode')} replayed, ${plural(differences.length, 'difference')}, ${unplayable.length} not playable\n`,
      )
    }
    return differences.length + unplayable.length > 0 ? ExitCode.problems : ExitCode.ok
  },
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
