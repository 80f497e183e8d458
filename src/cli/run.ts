import type { CommandModule } from './command.ts'
import { attackCommand } from './commands/attack.ts'
import { compileCommand } from './commands/compile.ts'
import { completionCommand } from './commands/completion.ts'
import { evalCommand } from './commands/eval.ts'
import { explainCommand } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { fmtCommand } from './commands/fmt.ts'
import { gradeCommand } from './commands/grade.ts'
import { initCommand } from './commands/init.ts'
import { lintCommand } from './commands/lint.ts'
import { migrateCommand } from './commands/migrate.ts'
import { newCommand } from './commands/new.ts'
import { proveCommand } from './commands/prove.ts'
import { regradeCommand } from './commands/regrade.ts'
import { replayCommand } from './commands/replay.ts'
import { reportCommand } from './commands/report.ts'
import { schemaCommand } from './commands/schema.ts'
import { serveCommand } from './commands/serve.ts'
import { statsCommand } from './commands/stats.ts'
import { triageCommand } from './commands/triage.ts'
import type { ExitCode, Host } from './host.ts'
import { runProgram } from './program.ts'

/** Every command, in the order of the help. */
export const commands: readonly CommandModule[] = [
  initCommand,
  newCommand,
  lintCommand,
  fmtCommand,
  migrateCommand,
  proveCommand,
  compileCommand,
  serveCommand,
  attackCommand,
  evalCommand,
  replayCommand,
  regradeCommand,
  triageCommand,
  reportCommand,
  exportCommand,
  gradeCommand,
  statsCommand,
  explainCommand,
  schemaCommand,
  completionCommand,
]

/** Runs one command line of reviewgym. Answers the exit code. */
export async function run(args: readonly string[], host: Host): Promise<ExitCode> {
  return runProgram(commands, args, host)
}
