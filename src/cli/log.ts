import pino from 'pino'
import type { Log } from '../runtime/server/log.ts'
import type { LogLevel } from './log-level.ts'

/** A line of JSON for each event from this level up. */
export function createLog(level: LogLevel, print: (text: string) => void): Log {
  return pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, { write: print })
}
