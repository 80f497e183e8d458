import type { EventOf, Trajectory } from '../../model/trajectory.ts'
import { plural } from '../../report/pretty.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, UsageError } from '../host.ts'
import { named } from '../named.ts'
import { trajectoriesIn } from '../run-folder.ts'

interface ExportOptions extends CommonOptions {
  readonly output?: string
  readonly minScore?: string
  readonly success?: string
  readonly improved?: true
}

export const exportCommand: CommandModule = {
  name: 'export',
  summary: 'Write recorded episodes as training data or in formats of others',
  example: 'reviewgym export sft runs/my-model-16eab51d6910 --min-score 0.5',
  declare: (command) =>
    command
      .argument('<target>', 'sft, dpo, atif, parquet or openenv-json')
      .argument('<run>', 'a run folder')
      .option('-o, --output <folder>', 'where to (default: <run>/export)')
      .option('--min-score <number>', 'only episodes with at least this score')
      .option('--success <share>', 'only episodes with at least this share of their row’s maximum')
      .option('--improved', 'only episodes whose score grew after the first findings'),
  async run(host, [target, folder], options: ExportOptions) {
    const { exporters } = await import('../../rollout/export/exporters.ts')
    const { stepsOf } = await import('../../model/trajectory.ts')
    const exporter = named('target', target as string, exporters)
    const run = folder as string
    const least = numberOf(options.minScore, -1)
    const share = numberOf(options.success, 0)
    const output = options.output ?? `${run}/export`
    const path = `${output}/${exporter.file}`
    const filtered = async function* () {
      for await (const one of trajectoriesIn(run, host))
        if (passes(one, least, share) && (!options.improved || hasImproved(one, stepsOf(one)))) yield one
    }
    await host.writeFile(`${path}.new`, '')
    const sink = await host.openSink(`${path}.new`)
    const rows = await exporter.write(filtered(), sink)
    await sink.sync()
    await sink.close()
    await host.replaceFile(`${path}.new`, path)
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
