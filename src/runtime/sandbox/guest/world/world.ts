import { assertModule } from './assert.ts'
import { Buffer } from './buffer.ts'
import { cryptoModule } from './crypto.ts'
import { eventsModule } from './events.ts'
import { fsModule } from './fs.ts'
import { pathModule } from './path.ts'
import { timersModule } from './timers.ts'
import { urlModule } from './url.ts'
import { utilModule } from './util.ts'

/** The modules of the world by name: what `import` finds, under `default` and by name. */
export const world: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'node:assert': assertModule,
  'node:path': pathModule,
  'node:events': eventsModule,
  'node:util': utilModule,
  'node:url': urlModule,
  'node:buffer': { Buffer },
  'node:crypto': cryptoModule,
  'node:fs/promises': fsModule,
  'node:timers/promises': timersModule,
}
