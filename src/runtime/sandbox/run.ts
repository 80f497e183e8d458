import { Engine, EngineFailure, type Image, type Outside } from './engine.ts'
import { guestCode } from './guest.generated.ts'
import { answerCrypto, answerUrl, type HostAnswer } from './host-functions.ts'
import { type Program, resolveSpecifier } from './program.ts'
import { loadSql, SqlSession } from './sql.ts'

/** What a run may use. Fuel is counted in units of 10 000 interpreter steps. */
export interface RunLimits {
  readonly fuel: number
  readonly jobs: number
}

export const DEFAULT_LIMITS: RunLimits = { fuel: 1000, jobs: 500_000 }

export interface RunInput {
  readonly program: Program
  /** Data in the call language. */
  readonly calls: readonly unknown[]
  readonly seed?: number
  readonly limits?: Partial<RunLimits>
}

export interface RunResult {
  /** One for each call that has an outcome. */
  readonly outcomes: readonly unknown[]
  readonly fuel: number
  /** Why it ended: all calls were made, the fuel or the memory was spent, or the program could not be loaded. */
  readonly end: 'done' | 'fuel' | 'memory' | 'unloadable'
  /** What kept the program from being loaded. */
  readonly problem: string | null
}

/** The WebAssembly files that a runner needs; SQL's only when a program does. */
export interface RunnerWasm {
  readonly quickJs: Uint8Array
  sql(): Promise<Uint8Array>
  /** Collects garbage at once, where the host can. */
  collect?(): void
}

const DOORWAY = '__reviewgym'
const JOBS_AT_ONCE = 1000

/** Runs programs, each in an engine of its own that begins as a copy of one prepared engine. */
export class Runner {
  readonly #compiled: WebAssembly.Module
  readonly #image: Image
  readonly #world: ReadonlySet<string>
  #spare: Engine | null = null
  readonly #sqlWasm: () => Promise<Uint8Array>
  readonly #collect: () => void

  private constructor(
    compiled: WebAssembly.Module,
    image: Image,
    world: ReadonlySet<string>,
    { sql, collect = () => undefined }: RunnerWasm,
  ) {
    this.#sqlWasm = sql
    this.#collect = collect
    this.#compiled = compiled
    this.#image = image
    this.#world = world
  }

  static async prepare(wasm: RunnerWasm): Promise<Runner> {
    const compiled = new WebAssembly.Module(wasm.quickJs)
    const sources = new Map<string, string>()
    const engine = await Engine.start(
      compiled,
      guestCode,
      {
        call: () => '',
        isExhausted: () => false,
        resolve: (specifier) => specifier,
        source: (path) => sources.get(path) ?? null,
      },
      DOORWAY,
    )
    const world: Readonly<Record<string, readonly string[]>> = JSON.parse(engine.ask('world', ''))
    for (const [name, members] of Object.entries(world)) sources.set(name, worldModule(name, members))
    const imports = Object.keys(world).map((name) => `import ${JSON.stringify(name)}`)
    engine.evaluateModule(imports.join('\n'), 'world')
    while (engine.runJobs(JOBS_AT_ONCE) > 0);
    engine.ask('seal', '')
    return new Runner(compiled, engine.image(), new Set(Object.keys(world)), wasm)
  }

  /** An engine in the state of the image: the one of an earlier run, or a new one. */
  async #engine(outside: Outside): Promise<Engine> {
    let spare = this.#spare
    this.#spare = null
    if (spare?.reset(this.#image, outside)) return spare
    // Two full memories at once would be too many: the one that was dropped must go before there is another.
    spare = null
    this.#collect()
    return Engine.restore(this.#compiled, this.#image, outside)
  }

  async run({ program, calls, seed = 1, limits }: RunInput): Promise<RunResult> {
    const { fuel: mostFuel, jobs: mostJobs } = { ...DEFAULT_LIMITS, ...limits }
    const outcomes: unknown[] = []
    let fuel = 0
    let problem: string | null = null
    const sql = new SqlSession()
    const isKnown = (path: string) => this.#world.has(path) || Object.hasOwn(program.modules, path)
    const outside: Outside = {
      call(operation, payload) {
        // QuickJS turns the end of fuel inside an async function into a rejection: nothing after it counts.
        if (fuel > mostFuel) throw new EngineFailure('out of fuel')
        if (operation === 'outcome') outcomes.push(JSON.parse(payload))
        else if (operation === 'problem') problem = payload
        else {
          const answer = answerHost(operation, payload, sql)
          fuel += answer.fuel
          return answer.text
        }
        return ''
      },
      isExhausted() {
        fuel += 1
        return fuel > mostFuel
      },
      resolve: (specifier, from) => resolveSpecifier(specifier, from, isKnown),
      source: (path) => program.modules[path] ?? null,
    }
    const finish = (end: RunResult['end']): RunResult => {
      const wanted = calls.filter(hasOutcome).length
      while (outcomes.length < wanted) outcomes.push({ hangs: true })
      return { outcomes, fuel: Math.min(fuel, mostFuel), end, problem }
    }
    const { fixtures, entries } = program
    const payload = JSON.stringify({ seed, fixtures, modules: entries, calls })
    if (Object.values(fixtures).some(({ use }) => use === 'sql')) await loadSql(this.#sqlWasm)
    try {
      const engine = await this.#engine(outside)
      engine.ask('begin', payload)
      let jobs = 0
      while (fuel <= mostFuel) {
        const ran = engine.runJobs(JOBS_AT_ONCE)
        jobs += ran
        if (jobs > mostJobs) return finish('fuel')
        if (ran > 0) continue
        if (engine.ask('idle', '') === 'done') {
          this.#spare = engine
          return finish(problem === null ? 'done' : 'unloadable')
        }
      }
      return finish('fuel')
    } catch (thrown) {
      if (fuel > mostFuel) return finish('fuel')
      if (
        thrown instanceof EngineFailure ||
        thrown instanceof WebAssembly.RuntimeError ||
        thrown instanceof RangeError
      )
        return finish('memory')
      throw thrown
    } finally {
      sql.close()
    }
  }
}

function answerHost(operation: string, payload: string, sql: SqlSession): HostAnswer {
  if (operation === 'crypto') return answerCrypto(payload)
  if (operation === 'url') return answerUrl(payload)
  if (operation === 'sql') return { text: sql.answer(payload), fuel: 1 }
  throw new Error(`No operation ${operation}`)
}

function hasOutcome(call: unknown): boolean {
  return typeof call === 'object' && call !== null && !('new' in call) && !('start' in call)
}

/** The source of a module of the world: it takes what the guest holds ready for it. */
function worldModule(name: string, members: readonly string[]): string {
  const named = members.filter((member) => member !== 'default')
  return [
    `const own = globalThis.${DOORWAY}.world[${JSON.stringify(name)}]`,
    `export default own.default ?? own`,
    ...named.map((member) => `export const ${member} = own.${member}`),
  ].join('\n')
}
