import type { Clock } from '../rollout/eval/clock.ts'
import type { Program } from '../rollout/eval/program-reviewer.ts'
import type { Sink } from '../runtime/recording/sink.ts'
import type { SandboxFiles } from '../runtime/sandbox/sandbox.ts'

/** The world as commands see it. `main.ts` passes the real one. */
export interface Host {
  readFile(path: string | URL): Promise<Uint8Array>
  /** Writes a file whole or not at all, and makes its folders. */
  writeFile(path: string, text: string): Promise<void>
  /** Writes what a file holds into another one, and makes its folders. */
  copyFile(from: string | URL, to: string): Promise<void>
  /** The bytes of a file, piece by piece; all of them, or those from one on, up to the one before another. */
  readPieces(path: string, start?: number, end?: number | null): AsyncIterable<Uint8Array>
  /** Opens a file to which lines are added, and makes it and its folders. */
  openSink(path: string): Promise<Sink>
  /** Writes a file piece by piece, whole or not at all, and makes its folders. */
  writePieces<Result>(path: string, write: (sink: Sink) => Promise<Result>): Promise<Result>
  /** Starts a program, its words separated by blanks; its error stream is ours. */
  startProgram(command: string): Promise<Program>
  /** What a path is; a link counts as what it leads to. */
  entryAt(path: string): Promise<'file' | 'folder' | 'nothing'>
  /** What changes whenever a file is written or replaced; null where there is none. */
  stampOf(path: string): Promise<string | null>
  glob(pattern: string, folder: string | null): Promise<readonly string[]>
  /** The files in a folder and in the folders in it, by their paths from there; links are followed, dotted names left out. */
  filesBelow(folder: string): Promise<readonly string[]>
  /**
   * Tells the path of whatever is written, made or taken away in a folder, or in those below it too; null where it is not
   * known what. Null where the system cannot tell.
   */
  watchFolder(
    folder: string,
    depth: 'itself' | 'below',
    tell: (path: string | null) => void,
  ): { close(): void } | null
  print(text: string): void
  printError(text: string): void
  /** Shows what is going on where a person is watching; the empty text takes it away. */
  status(text: string): void
  /** Whether somebody sits there who can be asked. */
  readonly isInteractive: boolean
  /** Asks, and answers what was typed; the empty text at the end of input. */
  ask(question: string): Promise<string>
  /** Resolves when somebody asks the process to stop. */
  stopped(): Promise<void>
  readonly clock: Clock
  drawSeed(): number
  newId(): string
  /** What runs programs of tasks. */
  readonly sandboxFiles: SandboxFiles
  /** The folder with the page for people, as it was built. */
  readonly webFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly hasColour: boolean
}

/** What a command answers, and the process with it. */
export const ExitCode = { ok: 0, problems: 1, usage: 2, bug: 70 } as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** The command was called wrongly, or named what cannot be read. */
export class UsageError extends Error {
  readonly hint: string | null

  constructor(message: string, hint: string | null = null) {
    super(message)
    this.hint = hint
  }
}
