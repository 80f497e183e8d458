import type { EventOf, Trajectory } from '../../model/trajectory.ts'
import { plural } from '../../report/pretty.ts'
import type { CommandModule } from '../command.ts'
import type { OpenEnvOptions } from '../export-openenv.ts'
import { ExitCode, UsageError } from '../host.ts'
import { named } from '../named.ts'
import { trajectoriesIn } from '../run-folder.ts'

interface ExportOptions extends OpenEnvOptions {
  readonly minScore?: string
  readonly success?: string
  readonly improved?: true
}

/** The one target that takes a bundle. */
const OPENENV = { name: 'openenv' }

export const exportCommand: CommandModule = {
  example: 'reviewgym export openenv corpus.json -o review_env',
  declare: (command) =>
    command
      .argument('<target>', 'openenv; of a run: sft, dpo, atif, parquet or openenv-json')
      .argument('<source>', 'for openenv a bundle, else a run folder')
      .option('-o, --output <folder>', 'where to (default: the environment’s name, or <run>/export)')
      .option('--name <name>', 'openenv: what the environment is called', 'review_env')
      .option('--unproved', 'openenv: a bundle that was compiled without proof')
      .option('--min-score <number>', 'only episodes with at least this score')
      .option('--success <share>', 'only episodes with at least this share of their row’s maximum')
      .option('--improved', 'only episodes whose score grew after the first findings'),
  async run(host, [target, source], options: ExportOptions) {
    if (target === OPENENV.name) {
      const { exportOpenEnv } = await import('../export-openenv.ts')
      return exportOpenEnv(source as string, options, host)
    }
    const { exporters } = await import('../../rollout/export/exporters.ts')
    const { stepsOf } = await import('../../model/trajectory.ts')
    const exporter = named('target', target as string, [OPENENV, ...exporters])
    if (!('write' in exporter)) throw new Error('It was written before')
    const run = source as string
    const least = numberOf(options.minScore, -1)
    const share = numberOf(options.success, 0)
    const output = options.output ?? `${run}/export`
    const path = `${output}/${exporter.file}`
    const filtered = async function* () {
      for await (const one of trajectoriesIn(run, host))
        if (passes(one, least, share) && (!options.improved || hasImproved(one, stepsOf(one)))) yield one
    }
    const rows = await host.writePieces(path, (sink) => exporter.write(filtered(), sink))
    const card = exporter.card(rows)
    if (card !== null) await host.writeFile(`${output}/README.md`, card)
    if (options.json) host.print(`${JSON.stringify({ format: 'reviewgym-export/1', path, rows }, null, 2)}\n`)
    else if (!options.quiet) host.print(`${plural(rows, 'row')}\n${path}\n`)
    return ExitCode.ok
  },
}

function passes({ start, end }: Trajectory, least: number | null, share: number | null): boolean {
  if (least !== null && (end.score === null || end.score < least)) return false
  if (share === null) return true
  return end.score !== null && start.maximum !== null && end.score >= share * start.maximum
}

function hasImproved({ end }: Trajectory, steps: readonly EventOf<'step'>[]): boolean {
  const first = steps.find(({ graded }) => graded?.some(({ entry }) => entry === 'finding'))
  const total = (parts: Readonly<Record<string, number>>) =>
    Object.values(parts).reduce((sum, part) => sum + part, 0)
  return first !== undefined && end.score !== null && end.score > total(first.components)
}

function numberOf(text: string | undefined, least: number): number | null {
  if (text === undefined) return null
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= 1) return value
  throw new UsageError(`\`${text}\` is no number from ${least} to 1`)
}
