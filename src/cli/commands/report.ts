import type { Trajectory } from '../../model/trajectory.ts'
import type { ReportedRun } from '../../report/html/write-report.ts'
import { plural } from '../../report/pretty.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, type Host, UsageError } from '../host.ts'
import { readRun, resultsIn, trajectoriesIn } from '../run-folder.ts'

interface ReportOptions extends CommonOptions {
  readonly output: string
}

export const reportCommand: CommandModule = {
  example: 'reviewgym report runs/my-model-16eab51d6910 runs/oracle-16eab51d6910 -o report.html',
  declare: (command) =>
    command.argument('<runs...>', 'run folders').option('-o, --output <file>', 'the page', 'report.html'),
  async run(host, [folders], options: ReportOptions) {
    const { writeReport } = await import('../../report/html/write-report.ts')
    const runs: ReportedRun[] = []
    const names = namesOf(folders as string[])
    for (const [index, folder] of (folders as string[]).entries()) {
      const run = await readRun(folder, host)
      if (run === null)
        throw new UsageError(`There is no run in \`${folder}\``, 'Name a folder that `reviewgym eval` wrote')
      host.status(`reading ${folder} …`)
      const results = await resultsIn(folder, run, host)
      const trajectories = plannedOf(new Set(run.planned), trajectoriesIn(folder, host))
      runs.push({ name: names[index] ?? folder, results, trajectories })
    }
    const parts = await partsOf(host)
    const episodes = await host.writePieces(options.output, (sink) => writeReport(runs, parts, sink))
    if (options.json)
      host.print(
        `${JSON.stringify({ format: 'reviewgym-report/1', path: options.output, episodes }, null, 2)}\n`,
      )
    else if (!options.quiet) host.print(`${plural(episodes, 'episode')}\n${options.output}\n`)
    return ExitCode.ok
  },
}

/** Script and style of the page lie beside the other built files. */
async function partsOf(host: Host) {
  const read = async (name: string) =>
    new TextDecoder().decode(await host.readFile(new URL(name, host.sandboxFiles.worker)))
  return { script: await read('./report-page.js'), style: await read('./report-page.css') }
}

/** The last part of each path, or all of it where several runs end alike. */
function namesOf(folders: readonly string[]): readonly string[] {
  const last = folders.map((folder) => folder.replace(/\/+$/, '').split('/').at(-1) ?? folder)
  return folders.map((folder, index) => {
    const name = last[index] ?? folder
    return last.indexOf(name) === last.lastIndexOf(name) ? name : folder
  })
}

/** Of a file that another plan began, as of another temperature, what the run asked for. */
async function* plannedOf(
  planned: ReadonlySet<string>,
  trajectories: AsyncIterable<Trajectory>,
): AsyncGenerator<Trajectory> {
  for await (const one of trajectories) if (planned.has(one.start.identity)) yield one
}
