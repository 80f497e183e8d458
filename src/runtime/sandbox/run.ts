import { Engine, EngineFailure, type Image } from './engine.ts'
import { Execution, type RunLimits } from './execution.ts'
import { guestCode } from './guest.generated.ts'
import { keyOf, type Prepared, PreparedPrograms } from './prepared.ts'
import type { Program } from './program.ts'
import { compileQuickJs } from './quickjs-module.ts'
import { SqlSession } from './sql.ts'
import { compileSqlite, Sqlite } from './sqlite.ts'

export const DEFAULT_LIMITS: RunLimits = { fuel: 1000, jobs: 500_000 }

export interface RunInput {
  readonly program: Program
  /** Data in the call language. */
  readonly calls: readonly unknown[]
  /** Chance, the day that the clock starts on, and the order of unordered rows go by it. Default: 1. */
  readonly seed?: number
  readonly limits?: Partial<RunLimits>
  /** Whether calls reach whatever Python's names lead to, or, where strangers make them, what the program defines and no way to its code. Python only; default: `anything`. */
  readonly reach?: 'anything' | 'defined'
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

const FIRST_SEED = 1
const DOORWAY = '__reviewgym'
const JOBS_AT_ONCE = 1000

/** Runs programs, each in an engine of its own that begins as a copy of one prepared engine. */
export class Runner {
  readonly #compiled: WebAssembly.Module
  readonly #image: Image
  readonly #world: ReadonlySet<string>
  readonly #wasm: RunnerWasm
  readonly #programs = new PreparedPrograms()
  #compiledSqlite: WebAssembly.Module | null = null
  #sqlite: Sqlite | null = null
  #spare: Engine | null = null

  private constructor(
    compiled: WebAssembly.Module,
    image: Image,
    world: ReadonlySet<string>,
    wasm: RunnerWasm,
  ) {
    this.#compiled = compiled
    this.#image = image
    this.#world = world
    this.#wasm = wasm
  }

  static async prepare(wasm: RunnerWasm): Promise<Runner> {
    const compiled = compileQuickJs(wasm.quickJs)
    const sources = new Map<string, string>()
    const outside = {
      call: () => '',
      isExhausted: () => false,
      resolve: (specifier: string) => specifier,
      source: (path: string) => sources.get(path) ?? null,
    }
    const engine = await Engine.start(compiled, guestCode, outside, DOORWAY)
    const world: Readonly<Record<string, readonly string[]>> = JSON.parse(engine.ask('world', ''))
    for (const [name, members] of Object.entries(world)) sources.set(name, worldModule(name, members))
    const imports = Object.keys(world).map((name) => `import ${JSON.stringify(name)}`)
    engine.evaluateModule(imports.join('\n'), 'world')
    while (engine.runJobs(JOBS_AT_ONCE) > 0);
    engine.ask('seal', '')
    return new Runner(compiled, engine.image(), new Set(Object.keys(world)), wasm)
  }

  async run({ program, calls, seed = FIRST_SEED, limits }: RunInput): Promise<RunResult> {
    const key = keyOf(program, seed)
    const prepared = this.#programs.find(key)
    const used = prepared?.used ?? { fuel: 0, jobs: 0, work: 0 }
    const execution = new Execution(program, { ...DEFAULT_LIMITS, ...limits }, this.#world, used)
    let engine: Engine | null = null
    try {
      if (usesSql(program)) execution.sql = await this.#sqlSession(prepared, seed)
      engine = await this.#engine(prepared?.image ?? this.#image, execution)
      engine.work = execution.work - used.work
      if (prepared === null) {
        load(engine, execution, program, seed)
        this.#keep(key, engine, execution)
      }
      makeCalls(engine, execution, calls)
      this.#spare = engine
      return resultOf(execution, calls, execution.problem === null ? 'done' : 'unloadable')
    } catch (thrown) {
      this.#sqlite = null
      if (execution.isSpent || (engine !== null && engine.work < 0)) return resultOf(execution, calls, 'fuel')
      if (isEngines(thrown)) return resultOf(execution, calls, 'memory')
      throw thrown
    }
  }

  /** An engine in the state of the image: the one of an earlier run, or a new one. */
  async #engine(image: Image, execution: Execution): Promise<Engine> {
    let spare = this.#spare
    this.#spare = null
    if (spare?.reset(image, execution)) return spare
    // Two full memories at once would be too many: the one that was dropped must go before there is another.
    spare = null
    this.#wasm.collect?.()
    return Engine.restore(this.#compiled, image, execution)
  }

  async #sqlSession(prepared: Prepared | null, seed: number) {
    this.#compiledSqlite ??= compileSqlite(await this.#wasm.sql())
    const image = prepared?.sql?.memory ?? null
    if (!this.#sqlite?.reset(image)) {
      this.#sqlite = null
      this.#wasm.collect?.()
      this.#sqlite = new Sqlite(this.#compiledSqlite)
      this.#sqlite.reset(image)
    }
    const session = new SqlSession(this.#sqlite, seed !== FIRST_SEED, prepared?.sql?.databases)
    return { sqlite: this.#sqlite, session }
  }

  /** Keeps a program that has been loaded, so that its next run need not load it again. */
  #keep(key: string, engine: Engine, { work, fuel, jobs, sql }: Execution): void {
    if (!engine.isSmall || !this.#programs.isWanted(key)) return
    const memory = sql?.sqlite.image() ?? null
    if (sql !== null && memory === null) return
    this.#programs.keep(key, {
      image: engine.image(this.#image),
      sql: sql && memory && { memory, databases: new Map(sql.session.databases) },
      used: { fuel, jobs, work: work - engine.work },
    })
  }
}

/** Makes the fixtures and evaluates the modules. */
function load(engine: Engine, execution: Execution, { fixtures, entries }: Program, seed: number): void {
  engine.ask('load', JSON.stringify({ seed, fixtures, modules: entries }))
  turn(engine, execution, 'loading')
}

function makeCalls(engine: Engine, execution: Execution, calls: readonly unknown[]): void {
  if (execution.isSpent) throw new EngineFailure('out of fuel')
  engine.ask('calls', JSON.stringify(calls))
  turn(engine, execution, 'calling')
}

/** Runs jobs, and moves time when there are none, until what is being done is done. */
function turn(engine: Engine, execution: Execution, phase: 'loading' | 'calling'): void {
  for (;;) {
    const ran = engine.runJobs(JOBS_AT_ONCE)
    execution.jobs += ran
    if (execution.isSpent) throw new EngineFailure('out of fuel')
    if (ran > 0 && phase === 'calling') continue
    if (engine.ask(phase, ran > 0 ? 'busy' : 'idle') === 'done') return
  }
}

function resultOf(
  { outcomes, fuel, limits, problem }: Execution,
  calls: readonly unknown[],
  end: RunResult['end'],
): RunResult {
  const wanted = calls.filter(hasOutcome).length
  while (outcomes.length < wanted) outcomes.push({ hangs: true })
  return { outcomes, fuel: end === 'fuel' ? limits.fuel : Math.min(fuel, limits.fuel), end, problem }
}

/** Whether what was thrown is the end of an engine; anything else is a fault of ours. */
function isEngines(thrown: unknown): boolean {
  return (
    thrown instanceof EngineFailure ||
    thrown instanceof WebAssembly.RuntimeError ||
    thrown instanceof RangeError
  )
}

function usesSql({ fixtures }: Program): boolean {
  return Object.values(fixtures).some(({ use }) => use === 'sql')
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
