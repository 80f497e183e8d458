import { version } from '../../core/version.ts'
import type { Run } from '../../model/results.ts'
import type { TrajectoryEvent } from '../../model/trajectory.ts'
import { openEnvLines } from '../../report/openenv-log.ts'
import { formatResults } from '../../report/run.ts'
import type { PlannedEpisode } from '../../rollout/eval/plan.ts'
import type { Cast } from '../../rollout/eval/players.ts'
import type { OpenBundle } from '../../runtime/bundle/opened.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { declareFilters, type FilterOptions, filtersOf } from '../filters.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { declareModel, type ModelOptions, modelOf, pricesOf } from '../model-options.ts'
import { named } from '../named.ts'
import { readBundleAt } from '../open-bundle.ts'
import { declarePolicies, type PolicyOptions, policiesOf } from '../policies.ts'
import type { ReadBundle } from '../read-bundle.ts'
import { BUNDLE, RESULTS, readRun, resultsIn, TRAJECTORIES } from '../run-folder.ts'
import { wholeNumber } from '../whole-number.ts'

interface EvalOptions extends CommonOptions, PolicyOptions, FilterOptions, ModelOptions {
  readonly agent?: string
  readonly command?: string
  readonly envUrl?: string
  readonly seeds: string
  readonly epochs: string
  readonly concurrency: string
  readonly success: string
  readonly logFormat: string
  readonly resume?: true
  readonly retry?: true
  readonly dryRun?: true
  readonly output?: string
}

export const evalCommand: CommandModule = {
  example: 'reviewgym eval --agent oracle',
  declare: (command) =>
    declareFilters(
      declarePolicies(
        declareModel(
          command
            .argument('[bundle]', 'a compiled bundle (default: compile tasks/ first)')
            .option('--agent <name>', 'who plays: oracle, half, other-words, random, nop …, or an exploit')
            .option(
              '--command <program>',
              'who plays: a program that reads turns and writes actions, line by line',
            )
            .option(
              '--env-url <url>',
              'play against a server of the same bundle (ENV_BASE_URL; default: in this process)',
            )
            .option('--seeds <number>', 'seeds a row, each with its own chance', '1')
            .option('--epochs <number>', 'episodes a seed', '1')
            .option('--concurrency <number>', 'episodes at a time', '4')
            .option('--success <share>', 'of its row’s maximum, from which an episode is a success', '0.8')
            .option(
              '--log-format <name>',
              'what is printed on the way: none, or openenv for its start, step and end lines',
              'none',
            )
            .option('--resume', 'go on with the run in the folder')
            .option('--retry', 'with --resume: play again what was lost by no fault of the model')
            .option('--dry-run', 'say what would be played, and play nothing')
            .option(
              '-o, --output <folder>',
              'the run folder (default: runs/<player>-<start of the bundle’s hash>)',
            ),
        ),
      ),
    ),
  async run(host, [path], options: EvalOptions) {
    const numbers = numbersOf(options)
    if (options.showPrompt) {
      host.print((await import('../../rollout/model/default-prompt.ts')).defaultPrompt)
      return ExitCode.ok
    }
    const casting = await castingOf(options, host)
    const read = await readBundleAt(path as string | undefined, options, host)
    if (read === null) return ExitCode.problems
    const cast = casting(read.opened)
    const server = serverOf(options, host)
    const { planRun } = await import('../../rollout/eval/plan.ts')
    const { seeds, epochs } = numbers
    const planned = planRun(read.bundle, read.opened, {
      filters: filtersOf(options, read.opened),
      policies: await policiesOf(options, 'agent'),
      player: cast.player,
      settings: server === null ? cast.settings : { over: 'wire', settings: cast.settings },
      seeds,
      epochs,
    })
    if (planned.length === 0) throw new UsageError('No row passes all filters', 'Leave one of them out')
    refuseIncomplete(cast, planned, read.opened)
    const prices = pricesOf(options)
    if (options.dryRun) return announce(host, cast, planned, read.opened, prices)
    const { RUN_FORMAT } = await import('../../model/results.ts')
    const run: Run = {
      format: RUN_FORMAT,
      version,
      bundle: read.opened.sha256,
      grader: read.opened.grader,
      proved: read.opened.proof !== null,
      attacked: read.opened.attacks !== null,
      player: cast.player,
      environment: server === null ? 'in-process' : withoutCredentials(server),
      settings: cast.settings,
      seeds,
      epochs,
      planned: planned.map(({ identity }) => identity),
      prices,
      success: numbers.success,
    }
    const folder = options.output ?? `runs/${fileName(cast.player.name)}-${read.opened.sha256.slice(0, 12)}`
    const isStopped = await playRun(host, options, {
      server,
      cast,
      folder,
      planned,
      read,
      run,
      concurrency: numbers.concurrency,
    })
    const results = await resultsIn(folder, run, host)
    await host.writeFile(`${folder}/${RESULTS}`, `${JSON.stringify(results, null, 2)}\n`)
    if (options.json) host.print(`${JSON.stringify({ ...results, folder }, null, 2)}\n`)
    else if (!options.quiet) host.print(`${formatResults(results)}\n\nRun folder: ${folder}\n`)
    return isStopped ? ExitCode.problems : ExitCode.ok
  },
}

/** Throws where packages are missing that the player needs for what is planned. */
function refuseIncomplete(
  { player, needs }: Cast,
  planned: readonly PlannedEpisode[],
  { tasks }: OpenBundle,
): void {
  const languages = planned.flatMap(({ place }) => tasks.get(place.taskId)?.[0]?.task.language ?? [])
  const missing = needs?.([...new Set(languages)]).filter(({ installed }) => installed === null) ?? []
  if (missing.length === 0) return
  throw new UsageError(
    `\`${player.name}\` needs what is not installed: ${missing.map(({ name }) => `\`${name}\``).join(', ')}`,
    `\`npm install --save-dev ${missing.map(({ name, major }) => `${name}@${major}`).join(' ')}\``,
  )
}

/** The server that is played against; null for none. */
function serverOf({ envUrl }: EvalOptions, { env }: Host): string | null {
  const url = envUrl ?? env.ENV_BASE_URL ?? ''
  if (url === '') return null
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new UsageError(`\`${url}\` is no address of a server`, 'Write for instance http://127.0.0.1:8000')
}

function withoutCredentials(url: string): string {
  const address = new URL(url)
  address.username = ''
  address.password = ''
  return address.href
}

/** Who plays: the one agent, or the one model, that is named. */
async function castingOf(options: EvalOptions, host: Host): Promise<(bundle: OpenBundle) => Cast> {
  const players = [options.agent, options.command, options.model].filter((one) => one !== undefined)
  if (players.length > 1)
    throw new UsageError('`--agent`, `--command` and `--model` each name a player', 'Leave all but one out')
  if (options.command !== undefined) {
    const program = await programOf(options.command, options, host)
    return () => program
  }
  const model = options.agent === undefined ? await modelOf(options, host) : null
  if (model !== null) return () => model
  if (options.agent === undefined)
    throw new UsageError(
      'Nobody plays',
      'Name an agent, for instance `--agent oracle`, or a model with `--model` and `--base-url`',
    )
  const { ownPlayers } = await import('../../rollout/eval/players.ts')
  return named('agent', options.agent, ownPlayers).cast
}

/** A program as a player: one process an episode. */
async function programOf(command: string, { timeout }: EvalOptions, host: Host): Promise<Cast> {
  const { programReviewer } = await import('../../rollout/eval/program-reviewer.ts')
  const limit = wholeNumber('seconds for one answer', timeout, 1, 86_400) * 1000
  return {
    player: { type: 'program', name: command },
    settings: null,
    guess: null,
    start: async () => programReviewer(await host.startProgram(command), host.clock, limit),
  }
}

/** Says what a run would do, and what it would cost at least. */
async function announce(
  host: Host,
  { player, guess }: Cast,
  planned: readonly PlannedEpisode[],
  bundle: OpenBundle,
  prices: Run['prices'],
): Promise<ExitCode> {
  host.print(`${planned.length} episodes would be played by ${player.name}\n`)
  if (guess === null) return ExitCode.ok
  const { openInside } = await import('../../rollout/eval/inside-door.ts')
  const look = openInside(bundle, { run: neverRun, together: neverRun, strip: neverRun })
  let tokens = 0
  for (const { place } of planned) tokens += guess((await look.open(place)).observation)
  const dollars = prices.input === null ? '' : `, $${((tokens * prices.input) / 1_000_000).toFixed(2)}`
  host.print(
    `Their first prompts have about ${tokens} tokens${dollars}; each further step sends them again\n`,
  )
  return ExitCode.ok
}

function neverRun(): never {
  throw new Error('Nothing is run to look at a row')
}

interface RunRequest {
  /** The address of a server; null plays in this process. */
  readonly server: string | null
  readonly cast: Cast
  readonly folder: string
  readonly planned: readonly PlannedEpisode[]
  readonly read: ReadBundle
  readonly run: Run
  readonly concurrency: number
}

async function playRun(
  host: Host,
  options: EvalOptions,
  { server, cast, folder, planned, read, run, concurrency }: RunRequest,
): Promise<boolean> {
  const { TrajectoryRecord } = await import('../../runtime/recording/record.ts')
  const { runPlan } = await import('../../rollout/eval/run-plan.ts')
  const { runEpisode } = await import('../../rollout/eval/run-episode.ts')
  const { openInside } = await import('../../rollout/eval/inside-door.ts')
  const { openWire } = await import('../../rollout/eval/wire-door.ts')
  const { openSandbox } = await import('../../runtime/sandbox/sandbox.ts')
  const { EndpointRefusal } = await import('../../rollout/model/chat.ts')
  const progress = await progressIn(host, folder, options, cast)
  await host.writeFile(`${folder}/${BUNDLE}`, read.text)
  await host.writeFile(`${folder}/run.json`, `${JSON.stringify(run, null, 2)}\n`)
  const sink = await host.openSink(`${folder}/${TRAJECTORIES}`)
  const record = new TrajectoryRecord(sink, progress)
  const sandbox = openSandbox(host.sandboxFiles)
  const door = server === null ? openInside(read.opened, sandbox) : openWire(server, read.opened)
  const left = planned.filter(({ identity }) => !progress.finished.has(identity))
  let played = planned.length - left.length
  try {
    await runPlan(left, {
      concurrency,
      async play(episode): Promise<readonly TrajectoryEvent[]> {
        const reviewer = await cast.start(episode)
        return runEpisode({ planned: episode, door, reviewer, player: cast.player, clock: host.clock })
      },
      async record(events) {
        await record.write(events, 'durable')
        played += 1
        host.status(`${played} of ${planned.length} episodes`)
        if (options.logFormat === 'openenv') host.print(openEnvLines(events, run.success))
      },
    })
    return false
  } catch (cause) {
    if (!(cause instanceof EndpointRefusal)) throw cause
    host.status('')
    host.printError(`error: ${cause.message}\nhint: What was played is kept: go on with \`--resume\`\n`)
    return true
  } finally {
    host.status('')
    await record.close()
    await Promise.all([door.close(), sandbox.close()])
  }
}

/** What the folder holds already. Answers of a model are not thrown away without being asked. */
async function progressIn(host: Host, folder: string, options: EvalOptions, { player }: Cast) {
  const path = `${folder}/${TRAJECTORIES}`
  const isThere = (await host.entryAt(path)) === 'file'
  if (isThere && !options.resume && player.type !== 'agent')
    throw new UsageError(
      `\`${folder}\` holds a run already`,
      'Go on with it by `--resume`, or name another folder with `-o`',
    )
  const nothing = { finished: new Set<string>(), shown: new Set<string>(), begins: true }
  if (!isThere || !options.resume) {
    await host.writeFile(path, '')
    return nothing
  }
  const before = await readRun(folder, host)
  if (before !== null && before.player.name !== player.name)
    throw new UsageError(
      `\`${folder}\` holds a run of \`${before.player.name}\``,
      'Name the folder of the run that is to go on',
    )
  const { keepFinished } = await import('../../rollout/eval/resume.ts')
  const note = ({ line, message }: { readonly line: number; readonly message: string }) =>
    host.printError(`${path}:${line}: ${message}\n`)
  const again = options.retry ? 'lost' : 'unfinished'
  return host.writePieces(path, (sink) => keepFinished(() => host.readPieces(path), sink, again, { note }))
}

function numbersOf(options: EvalOptions) {
  const success = Number(options.success)
  if (!(success > 0 && success <= 1))
    throw new UsageError(`\`${options.success}\` is no share`, 'Write a number above 0 and up to 1')
  if (!['none', 'openenv'].includes(options.logFormat))
    throw new UsageError(`There is no log format \`${options.logFormat}\``, 'There are: none, openenv')
  return {
    success,
    seeds: wholeNumber('seeds', options.seeds, 1, 10_000),
    epochs: wholeNumber('epochs', options.epochs, 1, 10_000),
    concurrency: wholeNumber('episodes at a time', options.concurrency, 1, 1000),
  }
}

function fileName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-')
}
