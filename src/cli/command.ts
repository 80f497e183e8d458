import type { Command } from 'commander'
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
  declare(command: Command): Command
  /** `input` holds commander's positional arguments in order, then the options. */
  run(host: Host, positional: readonly unknown[], options: never): Promise<ExitCode>
}
