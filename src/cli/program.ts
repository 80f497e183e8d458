import { Command, CommanderError } from 'commander'
import { version } from '../core/version.ts'
import type { CommandEntry, CommandModule } from './command.ts'
import type { CompletedCommand } from './completion.ts'
import { ExitCode, type Host, UsageError } from './host.ts'

/** Runs one command line of a program with these commands. Answers the exit code; never ends the process and never shows a user a stack trace. */
export async function runProgram(
  commands: readonly CommandEntry[],
  args: readonly string[],
  host: Host,
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.ok
  const program = new Command('reviewgym')
    .description('Author code-review tasks, prove them, and serve them as an OpenEnv environment.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureOutput({ writeOut: host.print, writeErr: host.printError })
    .configureHelp({ subcommandTerm: (command) => termOf(command, commands) })
    .exitOverride()
  // Only what is asked for is loaded: of all others their entries tell the help enough.
  const [first, second] = args.filter((word) => !word.startsWith('-'))
  const asked = first === 'help' ? second : first
  try {
    for (const entry of commands) {
      const command = program.command(entry.name).description(entry.summary).exitOverride()
      if (entry.name !== asked) continue
      const module = declare(command, await entry.load())
      command.action(async (...received: unknown[]) => {
        const positional = received.slice(0, -2)
        code = await module.run(host, positional, command.opts() as never, () => completed(commands))
      })
    }
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (cause) {
    return await failure(cause, host)
  } finally {
    host.status('')
  }
}

/** As the help would write it of a command whose options it knew. */
function termOf(command: Command, commands: readonly CommandEntry[]): string {
  const entry = commands.find(({ name }) => name === command.name())
  return entry ? `${entry.name} [options] ${entry.input}`.trimEnd() : `${command.name()} ${command.usage()}`
}

function declare(command: Command, module: CommandModule): CommandModule {
  module
    .declare(command)
    .option('--json', 'print JSON for machines')
    .option('--quiet', 'print nothing but problems')
    .option('--no-color', 'print without colour')
    .addHelpText('after', `\nExample:\n  $ ${module.example}`)
  return module
}

/** What there is to complete: every command as commander knows it, and the words of its module. */
async function completed(commands: readonly CommandEntry[]): Promise<readonly CompletedCommand[]> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const command = new Command(name)
      const { words = {} } = declare(command, await load())
      return {
        name,
        summary,
        options: command.options.map(({ long, short, description, required, optional }) => ({
          flags: [long, short].flatMap((flag) => flag ?? []),
          summary: description,
          takesValue: required || optional,
          words: words[long ?? ''] ?? [],
        })),
        words: words[''] ?? [],
      }
    }),
  )
}

async function failure(cause: unknown, host: Host): Promise<ExitCode> {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? ExitCode.ok : ExitCode.usage
  const mistake = cause instanceof UsageError ? cause : await mistakeIn(cause)
  if (mistake !== null) {
    const { message, hint } = mistake
    host.printError(`error: ${message}\n${hint === null ? '' : `hint: ${hint}\n`}`)
    return ExitCode.usage
  }
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  host.printError(`This is a bug of reviewgym, please report it with what follows.\n${trace}\n`)
  return ExitCode.bug
}

/** What is wrong with what a command was given, where only its work could tell. */
async function mistakeIn(cause: unknown): Promise<UsageError | null> {
  const { UnusableBundle } = await import('../runtime/bundle/unusable-bundle.ts')
  if (!(cause instanceof UnusableBundle)) return null
  return new UsageError(`The bundle cannot be used: ${cause.message}`, 'Compile the corpus again')
}
