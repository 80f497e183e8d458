// `npm run soak`: the property tests of episodes at length, 100,000 episodes a property unless EPISODES says otherwise, and
// commands interrupted 100 times.
import { ensureBuilt, ensureInstalled, runOrExit } from './fresh.mjs'

await ensureInstalled()
await ensureBuilt()
const tests = [
  'node_modules/vitest/vitest.mjs',
  'run',
  'test/property/episode.test.ts',
  'test/interrupt.test.ts',
  '--testTimeout=3600000',
]
runOrExit(process.execPath, tests, {
  EPISODES: process.env.EPISODES ?? '100000',
  INTERRUPTS: process.env.INTERRUPTS ?? '100',
})
