import { fixtureMakers } from './fixtures/fixtures.ts'
import { DOORWAY, doorway } from './host.ts'
import {
  abandon,
  addModule,
  type CallData,
  finished,
  giveUp,
  hangAll,
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
}

/** How many timers may fire while one call is waited for. */
const MAX_TIMERS = 10_000

type Loaded = { readonly how: 'whole' | 'waits' } | { readonly how: 'failed'; readonly thrown: unknown }

let loaded: Loaded | null = null
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
    case 'load':
      load(parseJson(payload))
      return ''
    case 'loading':
      return loading(payload)
    case 'calls':
      call(parseJson(payload))
      return ''
    case 'calling':
      return idle()
    default:
      throw new Error(`No operation ${operation}`)
  }
}

async function load({ seed, fixtures, modules }: RunData): Promise<void> {
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
    loaded = { how: 'whole' }
  } catch (thrown) {
    loaded = { how: 'failed', thrown }
  }
}

/** Asked after jobs have run, or when there were none: whether loading is over. What waits for nothing never ends. */
function loading(payload: string): 'done' | 'more' {
  if (loaded === null && payload === 'idle') {
    fired += 1
    if (fired > MAX_TIMERS || !advance()) loaded = { how: 'waits' }
  }
  return loaded === null ? 'more' : 'done'
}

function call(calls: readonly CallData[]): void {
  prepare(calls)
  fired = 0
  if (loaded?.how === 'whole') proceed()
  else if (loaded?.how === 'failed') abandon(loaded.thrown)
  else hangAll('The program waits for something that never comes while it is loaded')
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
