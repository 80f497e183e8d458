/** Where the server says what happens: an event in a few words, and facts without secrets. */
export interface Log {
  debug(facts: object, event: string): void
  info(facts: object, event: string): void
  warn(facts: object, event: string): void
  error(facts: object, event: string): void
}

const nothing = () => undefined

/** Says nothing. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
