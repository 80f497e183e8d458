import type { Results, Run } from '../model/results.ts'
import type { Trajectory } from '../model/trajectory.ts'
import type { OpenBundle } from '../runtime/bundle/opened.ts'
import { type Host, UsageError } from './host.ts'
import { reasonOf } from './read-corpus.ts'

export const TRAJECTORIES = 'trajectories.jsonl'
export const RESULTS = 'inference_results.json'
export const BUNDLE = 'bundle.json'

/** What a run's folder says was asked of it; null where it says nothing, as where a server records. */
export async function readRun(folder: string, host: Host): Promise<Run | null> {
  const path = `${folder}/run.json`
  if ((await host.entryAt(path)) !== 'file') return null
  const { RUN_FORMAT, runShape } = await import('../model/results.ts')
  const { describeFault, formatPath } = await import('../model/fault.ts')
  const { createValidator } = await import('../model/validator.ts')
  const value: unknown = JSON.parse(new TextDecoder().decode(await host.readFile(path)))
  const format = typeof value === 'object' && value !== null ? Reflect.get(value, 'format') : undefined
  if (format !== RUN_FORMAT)
    throw new UsageError(
      `\`${path}\` has the format ${String(format)}, and this version reads ${RUN_FORMAT}`,
      'Play the run again',
    )
  const checked = createValidator(runShape, 'strict')(value)
  if (checked.ok) return checked.value
  const [fault] = checked.faults
  throw new UsageError(
    `\`${path}\` is no run${fault ? ` (${formatPath(fault.path, 'run')}: ${describeFault(fault)})` : ''}`,
  )
}

/** The files of trajectories in a folder, or the one that is named itself. */
async function trajectoryFiles(run: string, host: Host): Promise<readonly string[]> {
  const entry = await host.entryAt(run)
  if (entry === 'file') return [run]
  const names = entry === 'folder' ? [...(await host.glob('*.jsonl', run))].sort() : []
  if (names.length > 0) return names.map((name) => `${run}/${name}`)
  throw new UsageError(
    entry === 'folder' ? `There are no trajectories in \`${run}\`` : `There is no run \`${run}\``,
    'Name a folder that `reviewgym eval` or `serve --record` wrote',
  )
}

/** The files of trajectories in a folder and in those right below it, sorted, each with the name of its run. */
export async function recordedFiles(
  folder: string,
  host: Host,
): Promise<readonly { readonly path: string; readonly run: string }[]> {
  if ((await host.entryAt(folder)) !== 'folder') return [{ path: folder, run: folder }]
  const names = [...(await host.glob('{*,*/*}.jsonl', folder))].sort()
  return names.map((name) => ({
    path: `${folder}/${name}`,
    run: name === TRAJECTORIES ? folder : name.replace(/\/trajectories\.jsonl$|\.jsonl$/, ''),
  }))
}

/** Every finished trajectory of a run, one at a time. What cannot be read is told on the error stream. */
export async function* trajectoriesIn(run: string, host: Host): AsyncGenerator<Trajectory> {
  const { readTrajectories, UnreadableTrajectories } = await import('../rollout/trajectory/read.ts')
  for (const path of await trajectoryFiles(run, host)) {
    const note = ({ line, message }: { readonly line: number; readonly message: string }) =>
      host.printError(`${path}:${line}: ${message}\n`)
    try {
      yield* readTrajectories(host.readPieces(path), { note })
    } catch (cause) {
      if (cause instanceof UnreadableTrajectories)
        throw new UsageError(
          `\`${path}\` cannot be used: ${cause.message}`,
          cause.hint ?? 'Play the run again',
        )
      if (cause instanceof Error && 'code' in cause)
        throw new UsageError(`\`${path}\` cannot be read (${reasonOf(cause)})`)
      throw cause
    }
  }
}

/** The bundle of a run: that of its folder, unless another one is named. */
export async function bundleOf(run: string, named: string | undefined, host: Host): Promise<OpenBundle> {
  const { openBundle } = await import('../runtime/bundle/open.ts')
  const own = `${run}/${BUNDLE}`
  if (named === undefined && (await host.entryAt(own)) !== 'file')
    throw new UsageError(`There is no bundle in \`${run}\``, 'Name the one that was played with `--bundle`')
  const path = named ?? own
  const bytes = await host.readFile(path).catch((cause: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read (${reasonOf(cause)})`)
  })
  const opened = openBundle(new TextDecoder().decode(bytes))
  if (opened.status === 'ok') return opened.bundle
  throw new UsageError(`\`${path}\` cannot be used: ${opened.reason}`, opened.hint)
}

/** The figures of a run, made from its trajectories. */
export async function resultsIn(folder: string, run: Run, host: Host): Promise<Results> {
  const { figuresOf } = await import('../rollout/results/episode-figures.ts')
  const { resultsOf } = await import('../rollout/results/results.ts')
  const figures = []
  for await (const trajectory of trajectoriesIn(folder, host)) figures.push(figuresOf(trajectory))
  return resultsOf(run, figures)
}
