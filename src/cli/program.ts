import { Command, CommanderError } from 'commander'
import { version } from '../core/version.ts'
import type { CommandModule } from './command.ts'
import type { CompletedCommand } from './completion.ts'
import { ExitCode, type Host, UsageError } from './host.ts'

/** Runs one command line of a program with these commands. Answers the exit code; never ends the process and never shows a user a stack trace. */
export async function runProgram(
  commands: readonly CommandModule[],
  args: readonly string[],
  host: Host,
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.ok
  const program = new Command('reviewgym')
    .description('Author code-review tasks, prove them, and serve them as an OpenEnv environment.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureOutput({ writeOut: host.print, writeErr: host.printError })
    .exitOverride()
  for (const module of commands)
    attach(program, module, host, commands, (answer) => {
      code = answer
    })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (cause) {
    return failure(cause, host)
  } finally {
    host.status('')
  }
}

function attach(
  program: Command,
  module: CommandModule,
  host: Host,
  commands: readonly CommandModule[],
  answer: (code: ExitCode) => void,
): void {
  const command = module
    .declare(program.command(module.name).description(module.summary))
    .option('--json', 'print JSON for machines')
    .option('--quiet', 'print nothing but problems')
    .option('--no-color', 'print without colour')
    .addHelpText('after', `\nExample:\n  $ ${module.example}`)
    .exitOverride()
  command.action(async (...received: unknown[]) => {
    const positional = received.slice(0, -2)
    answer(await module.run(host, positional, command.opts() as never, completed(program, commands)))
  })
}

/** What there is to complete: the program as commander knows it, and the words of each module. */
function completed(program: Command, commands: readonly CommandModule[]): readonly CompletedCommand[] {
  return program.commands.map((command) => {
    const { words = {} } = commands.find(({ name }) => name === command.name()) ?? {}
    return {
      name: command.name(),
      summary: command.description(),
      options: command.options.map(({ long, short, description, required, optional }) => ({
        flags: [long, short].flatMap((flag) => flag ?? []),
        summary: description,
        takesValue: required || optional,
        words: words[long ?? ''] ?? [],
      })),
      words: words[''] ?? [],
    }
  })
}

function failure(cause: unknown, host: Host): ExitCode {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? ExitCode.ok : ExitCode.usage
  if (cause instanceof UsageError) {
    host.printError(`error: ${cause.message}\n${cause.hint === null ? '' : `hint: ${cause.hint}\n`}`)
    return ExitCode.usage
  }
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  host.printError(`This is a bug of reviewgym, please report it with what follows.\n${trace}\n`)
  return ExitCode.bug
}
