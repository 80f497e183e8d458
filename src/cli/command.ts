import type { Command } from 'commander'
import type { CompletedCommand } from './completion.ts'
import type { ExitCode, Host } from './host.ts'

/** The options that every command has. */
export interface CommonOptions {
  readonly json?: true
  readonly quiet?: true
  readonly color: boolean
}

/** What the help of the program says of a command, which is loaded only when it is asked for. */
export interface CommandEntry {
  readonly name: string
  /** Its positional arguments, as the help writes them. */
  readonly input: string
  readonly summary: string
  load(): Promise<CommandModule>
}

/** One command: its words, and what it does. What it needs is loaded only when it runs. */
export interface CommandModule {
  /** Shown at the end of the help. */
  readonly example: string
  /** What the value of an option may be, and under the empty name the first argument, where a shell can offer it. */
  readonly words?: Readonly<Record<string, readonly string[]>>
  declare(command: Command): Command
  /** `positional` holds commander's arguments in order; `commands` loads all that there are. */
  run(
    host: Host,
    positional: readonly unknown[],
    options: never,
    commands: () => Promise<readonly CompletedCommand[]>,
  ): Promise<ExitCode>
}
