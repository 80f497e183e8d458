import type { Desk } from '../../runtime/environment/choose-row.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode } from '../host.ts'
import { openBundleAt, requireProof } from '../open-bundle.ts'
import { declarePolicies, type PolicyOptions } from '../policies.ts'
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
}

export const serveCommand: CommandModule = {
  name: 'serve',
  summary: 'Serve a bundle as an OpenEnv environment',
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
              '--runs <folder>',
              'with --author: show the runs in it under /web (default: the folder of --record)',
            ),
        ),
      ),
    ),
  async run(host, [path], options: ServeOptions) {
    const serving = readServing(options, host)
    const desk: Desk = options.author ? 'author' : 'agent'
    const runs = await openRuns(options, host)
    const bundle = await openBundleAt(path as string | undefined, options, host)
    if (bundle === null) return ExitCode.problems
    requireProof(bundle, options)
    const { serveBundle } = await import('../serve-bundle.ts')
    await serveBundle(bundle, serving, { ...options, desk }, host, { runs })
    return ExitCode.ok
  },
}
