import { Later } from '../core/later.ts'
import type { Log } from '../runtime/server/log.ts'
import type { LogLevel } from './log-level.ts'

/** A log whose writer is loaded when it is warmed, or at the first warning or error; all that is said is written in its order. */
export function createLateLog(
  level: LogLevel,
  print: (text: string) => void,
): Log & { warm(): Promise<unknown> } {
  const log = new Later(async () => (await import('./log.ts')).createLog(level, print))
  return {
    warm: () => log.load(),
    debug: (...said) => log.use((open) => open.debug(...said)),
    info: (...said) => log.use((open) => open.info(...said)),
    warn(...said) {
      log.use((open) => open.warn(...said))
      log.load()
    },
    error(...said) {
      log.use((open) => open.error(...said))
      log.load()
    },
  }
}
