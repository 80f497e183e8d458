/** Kills servers at random moments while sockets play; `record` is the folder they record into. */
export function killAtRandom(options: {
  readonly bundle: string
  readonly record: string
  readonly kills: number
}): Promise<{
  /** How many episodes clients heard the end of, and how many of these had something run. */
  readonly episodes: number
  readonly patched: number
  readonly wrong: readonly string[]
}>
