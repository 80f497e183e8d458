import type { Command } from 'commander'
import type { CompletedCommand } from './completion.ts'
import type { ExitCode, Host } from './host.ts'

/** The options that every command has. */
export interface CommonOptions {
  readonly json?: true
  readonly quiet?: true
  readonly color: boolean
}

/** One command: its words, and what it does. What it needs is loaded only when it runs. */
export interface CommandModule {
  readonly name: string
  readonly summary: string
  /** Shown at the end of the help. */
  readonly example: string
  /** What the value of an option may be, and under the empty name the first argument, where a shell can offer it. */
  readonly words?: Readonly<Record<string, readonly string[]>>
  declare(command: Command): Command
  /** `input` holds commander's positional arguments in order, then the options; `commands` are all that there are. */
  run(
    host: Host,
    positional: readonly unknown[],
    options: never,
    commands: readonly CompletedCommand[],
  ): Promise<ExitCode>
}
