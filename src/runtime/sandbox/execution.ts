import { EngineFailure, type Outside } from './engine.ts'
import { answerCrypto, answerUrl } from './host-functions.ts'
import { type Program, resolveSpecifier } from './program.ts'
import type { SqlSession } from './sql.ts'
import type { Sqlite } from './sqlite.ts'

/** What a run may use. Fuel is counted in units of 10 000 interpreter steps. */
export interface RunLimits {
  readonly fuel: number
  readonly jobs: number
}

/**
 * Work in WebAssembly that one unit of fuel stands for. Steps of the interpreter take 75 000 to 180 000, so only what
 * does much in one step, like a search in a long text, ends by its work.
 */
const WORK_PER_FUEL = 300_000
/** The same for SQL, which counts nothing else. */
const SQL_WORK_PER_FUEL = 200_000
const MOST_WORK = 2 ** 31 - 1

/** What one run has used and given so far; it answers what the engine asks. */
export class Execution implements Outside {
  readonly outcomes: unknown[] = []
  readonly limits: RunLimits
  fuel: number
  jobs: number
  problem: string | null = null
  /** Set when the program has databases. */
  sql: { readonly sqlite: Sqlite; readonly session: SqlSession } | null = null
  readonly #program: Program
  readonly #isKnown: (path: string) => boolean

  constructor(
    program: Program,
    limits: RunLimits,
    world: ReadonlySet<string>,
    used: { readonly fuel: number; readonly jobs: number },
  ) {
    this.#program = program
    this.#isKnown = (path) => world.has(path) || Object.hasOwn(program.modules, path)
    this.limits = limits
    this.fuel = used.fuel
    this.jobs = used.jobs
  }

  get isSpent(): boolean {
    return this.fuel > this.limits.fuel || this.jobs > this.limits.jobs
  }

  /** How much work the run may do in all. */
  get work(): number {
    return Math.min(MOST_WORK, (this.limits.fuel + 1) * WORK_PER_FUEL)
  }

  call(operation: string, payload: string): string {
    // QuickJS turns the end of fuel inside an async function into a rejection: nothing after it counts.
    if (this.isSpent) throw new EngineFailure('out of fuel')
    if (operation === 'outcome') this.outcomes.push(JSON.parse(payload))
    else if (operation === 'problem') this.problem = payload
    else return this.#answer(operation, payload)
    return ''
  }

  isExhausted(): boolean {
    this.fuel += 1
    return this.fuel > this.limits.fuel
  }

  resolve(specifier: string, from: string): string | null {
    return resolveSpecifier(specifier, from, this.#isKnown)
  }

  source(path: string): string | null {
    return this.#program.modules[path] ?? null
  }

  #answer(operation: string, payload: string): string {
    if (operation === 'sql') return this.#answerSql(payload)
    if (operation !== 'crypto' && operation !== 'url') throw new Error(`No operation ${operation}`)
    const { text, fuel } = operation === 'crypto' ? answerCrypto(payload) : answerUrl(payload)
    this.fuel += fuel
    return text
  }

  #answerSql(payload: string): string {
    if (this.sql === null) throw new Error('SQL was not loaded')
    const { sqlite, session } = this.sql
    const budget = Math.min(MOST_WORK, (this.limits.fuel - this.fuel + 1) * SQL_WORK_PER_FUEL)
    sqlite.work = budget
    try {
      return session.answer(payload)
    } finally {
      this.fuel += 1 + Math.floor((budget - sqlite.work) / SQL_WORK_PER_FUEL)
      if (sqlite.work < 0) this.fuel = this.limits.fuel + 1
    }
  }
}
