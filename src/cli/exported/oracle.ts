import process from 'node:process'
import type { Row } from '../../runtime/bundle/opened.ts'
import type { CommandModule, CommonOptions } from '../command.ts'
import { ExitCode, UsageError } from '../host.ts'
import { runProgram } from '../program.ts'
import { readBundle } from '../read-bundle.ts'
import { createRealHost } from '../real-host.ts'
import { exportedFiles } from './exported-files.ts'

const { bundle, built } = exportedFiles(import.meta)

interface OracleOptions extends CommonOptions {
  readonly url: string
  readonly task?: string
}

/** Plays every row over the wire as the perfect reviewer, who must get all that there is to get. */
const oracle: CommandModule = {
  example: 'sh oracle/solve.sh --url http://127.0.0.1:8000',
  declare: (command) =>
    command
      .option('--url <address>', 'where the server is', 'http://127.0.0.1:8000')
      .option('--task <id>', 'only the rows of this task'),
  async run(host, _, { url, task, json, quiet }: OracleOptions) {
    const { opened } = await readBundle(bundle, host)
    const tasks = task === undefined ? opened.tasks : new Map([[task, opened.tasks.get(task) ?? []]])
    const rows = [...tasks.values()].flat()
    if (rows.length === 0) throw new UsageError(`There is no task \`${task}\``)
    const { connect } = await import('../../client/client.ts')
    const client = await connect(url).catch(() => {
      throw new UsageError(`No server answers at ${url}`, 'Start it first: `node runtime/server.js`')
    })
    const played = []
    for (const row of rows) played.push(await play(row, client))
    await client.close()
    const short = played.filter(({ score, maximum }) => score !== maximum)
    if (json) host.print(`${JSON.stringify({ format: 'reviewgym-oracle/1', played }, null, 2)}\n`)
    else if (!quiet)
      for (const { task, row, score, maximum } of played)
        host.print(`${task} row ${row}: ${score} of ${maximum}\n`)
    return short.length === 0 ? ExitCode.ok : ExitCode.problems
  },
}

interface Played {
  readonly task: string
  readonly row: number
  readonly score: number | null
  readonly maximum: number
}

async function play(row: Row, client: import('../../client/client.ts').EnvClient): Promise<Played> {
  const { oracle } = await import('../../rollout/agents/oracle.ts')
  const { unitsToNumber } = await import('../../runtime/grader/assess.ts')
  const next = oracle.start(row, 0)
  let turn = await client.reset({ task_id: row.task.id, row: row.number })
  while (!turn.done) turn = await client.step(next(turn.observation))
  const { score, profile } = turn.observation
  return {
    task: row.task.id,
    row: row.number,
    score,
    maximum: unitsToNumber(row.rubric.maximum[profile]),
  }
}

const entry = {
  name: 'oracle',
  input: '',
  summary: 'Play rows as the perfect reviewer, against a running server of this environment',
  load: () => Promise.resolve(oracle),
}
process.exitCode = await runProgram([entry], ['oracle', ...process.argv.slice(2)], createRealHost(built))
