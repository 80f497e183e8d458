import type { OpenBundle } from '../../runtime/bundle/opened.ts'
import type { Desk } from '../../runtime/environment/choose-row.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import type { LiveCorpus } from '../live-corpus.ts'
import { openBundleAt, requireProof } from '../open-bundle.ts'
import { declarePolicies, type PolicyOptions } from '../policies.ts'
import { readServedBundle } from '../read-bundle.ts'
import { openRuns } from '../recorded-runs.ts'
import {
  declareServing,
  declareShowing,
  readServing,
  type ServingOptions,
  type ShowOptions,
} from '../serve-options.ts'

interface ServeOptions extends CommonOptions, PolicyOptions, ServingOptions, ShowOptions {
  readonly author?: true
  readonly unproved?: true
  readonly runs?: string
  readonly watch?: readonly string[] | true
  readonly attacks?: true
}

export const serveCommand: CommandModule = {
  example: 'reviewgym serve corpus.json --port 8000',
  declare: (command) =>
    declarePolicies(
      declareServing(
        declareShowing(
          command
            .argument('[bundle]', 'a compiled bundle (default: compile tasks/ first)')
            .option(
              '--author',
              'serve an author’s desk: variants by name, feedback `full`; for loopback only',
            )
            .option('--unproved', 'serve a bundle that was compiled without proof')
            .option(
              '--watch [patterns...]',
              'with --author: compile task files (default: tasks) whenever they change, and serve what is sound',
            )
            .option('--attacks', 'with --watch: let cheaters play what is sound')
            .option(
              '--runs <folder>',
              'with --author: show the runs in it under /web (default: the folder of --record)',
            ),
        ),
      ),
    ),
  async run(host, [path], options: ServeOptions) {
    const serving = readServing(options, host)
    const desk: Desk = options.author ? 'author' : 'agent'
    if (options.watch && serving.workers > 1)
      throw new UsageError('One process alone can serve what is being edited', 'Leave `--workers` out')
    const runs = await openRuns(options, host)
    const live = options.watch ? await openLive(options, host) : null
    const named =
      live && path === undefined ? null : await openServed(path as string | undefined, options, host)
    if (live && named) live.beginWith(named)
    const watching = live?.watch(options.watch === true ? [] : (options.watch ?? []))
    const bundle = named ?? (await Promise.race([live?.first(), watching?.then(() => null)]))
    if (!bundle) return live ? ExitCode.ok : ExitCode.problems
    requireProof(bundle, options)
    const { serveBundle } = await import('../serve-bundle.ts')
    const code = await serveBundle(bundle, serving, { ...options, desk }, host, { runs, work: live })
    await watching
    return code
  },
}

/** Null where `tasks/` is to be compiled and has errors. */
async function openServed(
  path: string | undefined,
  options: CommonOptions,
  host: Host,
): Promise<OpenBundle | null> {
  return path === undefined ? openBundleAt(path, options, host) : readServedBundle(path, host)
}

/** Tasks that are served while they are edited; agents would be told of their rubrics. */
async function openLive(options: ServeOptions, host: Host): Promise<LiveCorpus> {
  if (!options.author)
    throw new UsageError('`--watch` shows authors what they write, rubrics included', 'Add `--author`')
  const { LiveCorpus } = await import('../live-corpus.ts')
  return new LiveCorpus(host, options)
}
