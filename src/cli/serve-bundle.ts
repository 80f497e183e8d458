import { version } from '../core/version.ts'
import type { OpenBundle } from '../runtime/bundle/opened.ts'
import type { Desk } from '../runtime/environment/choose-row.ts'
import type { TrajectoryRecord } from '../runtime/recording/record.ts'
import type { AuthorsWork } from '../runtime/server/author-routes.ts'
import type { RecordedRuns } from '../runtime/server/recorded-runs.ts'
import type { Service } from '../runtime/server/service.ts'
import type { CommonOptions } from './command.ts'
import { ExitCode, type Host, UsageError } from './host.ts'
import { createLateLog } from './late-log.ts'
import { type PolicyOptions, policiesOf } from './policies.ts'
import { reasonOf } from './read-corpus.ts'
import type { Serving, ShowOptions } from './serve-options.ts'

type Options = CommonOptions & PolicyOptions & ShowOptions & { readonly desk: Desk }

/** What an author’s desk shows beside the tasks. */
interface Beside {
  readonly runs?: RecordedRuns | null
  /** Tasks that are being edited; what is served is then the last sound state of them. */
  readonly work?: (AuthorsWork & { readonly bundle: OpenBundle }) | null
}

/** How long all waits that can wait, so that whoever waits for the server to be healthy hears it first. */
const WARM_AFTER_MS = 100

/** Serves a bundle until the process is asked to stop; answers the exit code. */
export async function serveBundle(
  bundle: OpenBundle,
  serving: Serving,
  options: Options,
  host: Host,
  { runs = null, work = null }: Beside = {},
): Promise<ExitCode> {
  const { desk } = options
  const isOneOfMany = serving.workers > 1
  const exchange = isOneOfMany ? (await import('../runtime/server/workers.ts')).joinWorkers() : null
  if (isOneOfMany && exchange === null) return serveTogether(bundle, serving, options, host)
  const { listen } = await import('../runtime/server/listen.ts')
  const { openSandbox } = await import('../runtime/sandbox/sandbox.ts')
  const { warmBundle } = await import('../runtime/bundle/warm-bundle.ts')
  const log = createLateLog(serving.logLevel, (text) => host.printError(text))
  const sandbox = openSandbox(
    host.sandboxFiles,
    serving.sandboxes === null ? {} : { size: serving.sandboxes },
  )
  const record = options.record === undefined ? null : await openRecord(options.record, host)
  const service: Service = {
    get bundle() {
      return work?.bundle ?? bundle
    },
    policies: await policiesOf(options, desk),
    desk,
    sandbox,
    recording: record && {
      get bundle() {
        return service.bundle.sha256
      },
      grader: bundle.grader,
      record,
      newId: () => host.newId(),
      now: () => host.clock.now(),
    },
    drawSeed: () => host.drawSeed(),
    newId: () => host.newId(),
    report: (error: unknown, id?: string) => log.error({ err: error, id }, 'A bug of ours'),
  }
  const stopped = host.stopped()
  const web = isWebAsked(options, host) ? await readWeb(host) : null
  const server = await listen(service, { ...serving, log, web, runs, work, metadata, exchange }).catch(
    (cause: unknown) => {
      const address = `${serving.host}:${serving.port}`
      throw new UsageError(`Cannot listen on ${address} (${reasonOf(cause)})`, addressHint(cause))
    },
  )
  if (exchange) exchange.ready(server.url)
  else announce(host, options, server.url, bundle)
  const broken = new Promise<unknown>((resolve) => {
    const warm = () => {
      const report = (error: unknown) => service.report(error)
      const languages = [...bundle.tasks.values()].flatMap(([row]) => row?.task.language ?? [])
      log.warm()
      server.warm().catch(report)
      sandbox.warm(languages).catch(report)
      warmBundle(bundle).catch(resolve)
    }
    const isStopped = stopped.then(() => true)
    const isTime = host.clock.wait(WARM_AFTER_MS).then(() => false)
    Promise.race([isStopped, isTime]).then((isOver) => isOver || warm())
  })
  const fault = await Promise.race([stopped, broken])
  await server.close()
  await log.warm()
  await record?.close()
  await sandbox.close()
  if (fault !== undefined) throw fault
  return ExitCode.ok
}

/** Has several processes serve, each started as this one was, until this one is asked to stop. */
async function serveTogether(
  bundle: OpenBundle,
  { workers: count, capacity, logLevel }: Serving,
  options: Options,
  host: Host,
): Promise<ExitCode> {
  const { startWorkers } = await import('../runtime/server/workers.ts')
  const log = createLateLog(logLevel, (text) => host.printError(text))
  const stopped = host.stopped()
  const lost = (how: string) => log.error({ how }, 'A process that served has ended; another one is started')
  const isFinal = (code: number) => code === ExitCode.usage
  const workers = await startWorkers({ count, capacity, lost, isFinal })
  // It has said why.
  if ('failed' in workers) return workers.failed as ExitCode
  announce(host, options, workers.url, bundle)
  const code = await Promise.race([stopped, workers.gaveUp])
  await workers.stop()
  return (code ?? ExitCode.ok) as ExitCode
}

/** OpenEnv's own servers take these words for yes. */
function isWebAsked({ web }: ShowOptions, { env }: Host): boolean {
  return web ?? ['true', '1', 'yes'].includes((env.ENABLE_WEB_INTERFACE ?? '').toLowerCase())
}

/** The page for people, by file name. */
async function readWeb(host: Host) {
  const names = await host.glob('*.{html,js,css}', host.webFolder)
  const files = names.map(async (name) => [name, await host.readFile(`${host.webFolder}/${name}`)] as const)
  return new Map(await Promise.all(files))
}

/** A file of its own for each server that starts, so that none writes into another’s. */
async function openRecord(folder: string, host: Host): Promise<TrajectoryRecord> {
  const { TrajectoryRecord } = await import('../runtime/recording/record.ts')
  const path = `${folder}/served-${host.newId()}.jsonl`
  const sink = await host.openSink(path).catch((cause: unknown) => {
    throw new UsageError(`\`${path}\` cannot be written (${reasonOf(cause)})`)
  })
  return new TrajectoryRecord(sink, { shown: new Set(), begins: true })
}

function metadata({ sha256, proof, attacks }: OpenBundle) {
  const attacked = attacks ? `, attacked by ${attacks.exploits} exploits` : ', not attacked'
  const shown = proof ? `proved by reviewgym ${proof.version}${attacked}` : 'not proved'
  return {
    name: 'reviewgym',
    description: `Code review tasks with a deterministic grader (bundle ${sha256.slice(0, 12)}, ${shown})`,
    readme_content: null,
    version,
    author: null,
    documentation_url: null,
  }
}

function announce(host: Host, { json, quiet }: CommonOptions, url: string, bundle: OpenBundle): void {
  const { sha256 } = bundle
  const tasks = [...bundle.tasks.keys()]
  const isProved = bundle.proof !== null
  const isAttacked = bundle.attacks !== null
  if (json)
    host.print(
      `${JSON.stringify({ format: 'reviewgym-serve/1', url, sha256, tasks, proved: isProved, attacked: isAttacked })}\n`,
    )
  if (json || quiet) return
  const unchecked = isProved ? (isAttacked ? '' : ', not attacked') : ', not proved'
  host.print(
    `Serving ${tasks.length} tasks at ${url} (bundle ${sha256.slice(0, 12)}${unchecked})

Try next:
  curl -s ${url}/health
  curl -s -X POST ${url}/reset -d '{"task_id": "${tasks[0] ?? ''}"}'
  python -c "from openenv.core import GenericEnvClient; print(GenericEnvClient(base_url='${url}').sync().reset().observation['title'])"

Stop with Ctrl+C.
`,
  )
}

function addressHint(cause: unknown): string | null {
  return reasonOf(cause) === 'EADDRINUSE'
    ? 'Something listens there already: stop it, or choose another `--port`'
    : null
}
