import { fixtureMakers } from './fixtures/fixtures.ts'
import { DOORWAY, doorway } from './host.ts'
import {
  abandon,
  addModule,
  type CallData,
  finished,
  giveUp,
  nameFixture,
  prepare,
  proceed,
  waitingFor,
} from './interpret.ts'
import { ownKeys, parseJson, stringifyJson } from './primordials.ts'
import { advance, dateBySeed } from './virtual-time.ts'
import { installGlobals } from './world/globals.ts'
import { seedRandom } from './world/random.ts'
import { world } from './world/world.ts'

interface RunData {
  readonly seed: number
  readonly fixtures: Readonly<Record<string, { readonly use?: string }>>
  readonly modules: readonly { readonly path: string; readonly role: 'review' | 'given' }[]
  readonly calls: readonly CallData[]
}

/** How many timers may fire while one call is waited for. */
const MAX_TIMERS = 10_000

let fired = 0
let waited = 0

doorway.world = world
doorway.entry = (operation, payload) => {
  switch (operation) {
    case 'world':
      return stringifyJson(
        Object.fromEntries(Object.entries(world).map(([name, own]) => [name, Object.keys(own)])),
      )
    case 'seal':
      Reflect.deleteProperty(globalThis, DOORWAY)
      installGlobals()
      return ''
    case 'begin':
      begin(parseJson(payload))
      return ''
    case 'idle':
      return idle()
    default:
      throw new Error(`No operation ${operation}`)
  }
}

async function begin({ seed, fixtures, modules, calls }: RunData): Promise<void> {
  prepare(calls)
  seedRandom(seed)
  dateBySeed(seed)
  try {
    const names = ownKeys(fixtures) as string[]
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string
      const fixture = fixtures[name] ?? {}
      const make = fixture.use === undefined ? undefined : fixtureMakers[fixture.use]
      if (make !== undefined) nameFixture(name, make(fixture))
    }
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string
      if (fixtures[name]?.use !== undefined) continue
      const module = await import(`fixtures/${name}.ts`)
      nameFixture(name, module.default)
    }
    for (let index = 0; index < modules.length; index += 1) {
      const module = modules[index]
      if (module !== undefined) addModule(module.path, await import(module.path), module.role === 'review')
    }
  } catch (thrown) {
    abandon(thrown)
    return
  }
  proceed()
}

/** Asked when no job is left: whether the run is over, and else what moves it. */
function idle(): 'done' | 'more' {
  if (finished()) return 'done'
  const position = waitingFor()
  if (position !== waited) {
    waited = position
    fired = 0
  }
  fired += 1
  if (fired > MAX_TIMERS || !advance()) giveUp()
  return finished() ? 'done' : 'more'
}
