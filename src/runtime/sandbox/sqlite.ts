import { imageOf, type MemoryImage, restoreMemory } from './memory-image.ts'
import { sqliteImports } from './sqlite-host.ts'
import { readSections, writeSections } from './wasm/module.ts'
import { METER, metered, withFirstPages } from './wasm/rewrite.ts'

const FIRST_PAGES = 64
const MAX_PAGES = 448
/** A memory that has grown beyond this is not worth clearing. */
const KEPT_PAGES = 128
const PAGE = 64 * 1024

const OK = 0
const ROW = 100
const DONE = 101
const READ_WRITE_CREATE = 6
const TRANSIENT = -1
const DEFENSIVE = 1010
const DENY = 1
/** ATTACH, DETACH and PRAGMA, as the authorizer is told of them; VACUUM is an ATTACH to it. */
const REACHING = new Set([24, 25, 19])
/** Lengths of texts, statements, patterns; depths of expressions, compounds, triggers. */
const LIMITS = new Map([
  [0, 1_000_000],
  [1, 100_000],
  [3, 250],
  [4, 100],
  [8, 1000],
  [10, 50],
])

type Exports = Readonly<Record<string, (...args: readonly (number | bigint)[]) => number>>

/** A value as SQLite keeps it. */
export type SqlValue = null | number | string | Uint8Array

type Row = Readonly<Record<string, SqlValue>>

/** What SQLite refuses: a statement that is wrong, or that it may not carry out. */
export class SqlRefusal extends Error {}

/** SQLite's WebAssembly, which counts its work. */
export function compileSqlite(wasm: Uint8Array): WebAssembly.Module {
  const sections = withFirstPages(metered(readSections(wasm)), FIRST_PAGES)
  return new WebAssembly.Module(writeSections(sections))
}

/** One SQLite in a WebAssembly memory of its own, capped for good. Its databases are in that memory. */
export class Sqlite {
  /** The program's clock: what `CURRENT_TIMESTAMP` says. */
  now = 0
  readonly #memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MAX_PAGES })
  readonly #exports: Exports
  readonly #work: WebAssembly.Global
  readonly #authorizer: number
  readonly #first: MemoryImage

  constructor(compiled: WebAssembly.Module) {
    const host = { memory: this.#memory, most: MAX_PAGES, now: () => this.now }
    const { exports } = new WebAssembly.Instance(compiled, sqliteImports(compiled, host))
    this.#exports = exports as Exports
    this.#work = exports[METER] as WebAssembly.Global
    this.#call('__wasm_call_ctors')
    this.#call('sqlite3_initialize')
    this.#authorizer = tableIndex(exports.__indirect_function_table as WebAssembly.Table, (_, action) =>
      REACHING.has(action) ? DENY : OK,
    )
    this.#first = imageOf(this.#memory)
  }

  /** How much work is left: below zero, whatever runs ends with a trap. */
  get work(): number {
    return this.#work.value
  }

  set work(work: number) {
    this.#work.value = work
  }

  /** What is in the memory now; null when it is too much to be kept. */
  image(): MemoryImage | null {
    return this.#memory.buffer.byteLength === this.#first.length ? imageOf(this.#memory, this.#first) : null
  }

  /** Makes the memory what it was, or as it was at first; says whether it could. */
  reset(image: MemoryImage | null): boolean {
    if (this.#memory.buffer.byteLength > KEPT_PAGES * PAGE) return false
    restoreMemory(this.#memory, image ?? this.#first)
    return true
  }

  open(): number {
    const place = this.#call('malloc', 4)
    const name = this.#text(':memory:').pointer
    this.#call('sqlite3_open_v2', name, place, READ_WRITE_CREATE, 0)
    const database = this.#view().getInt32(place, true)
    for (const [limit, value] of LIMITS) this.#call('sqlite3_limit', database, limit, value)
    this.#call('sqlite3__wasm_db_config_ip', database, DEFENSIVE, 1, 0)
    this.#call('free', name)
    this.#call('free', place)
    return database
  }

  /** From now on nothing may reach beyond the database, or change its limits. */
  seal(database: number): void {
    this.#call('sqlite3_set_authorizer', database, this.#authorizer, 0)
  }

  totalChanges(database: number): number {
    return this.#call('sqlite3_total_changes', database)
  }

  /** Carries out the statements of a text; the values are those of the first. The rows of the last that has any. */
  execute(database: number, text: string, values: readonly SqlValue[], mostRows: number): readonly Row[] {
    const { pointer } = this.#text(text)
    const places = this.#put(new Uint8Array(8)).pointer
    let rows: readonly Row[] = []
    let bound = values
    try {
      for (let at = pointer; this.#bytes()[at] !== 0; at = this.#view().getInt32(places + 4, true)) {
        this.#check(database, this.#call('sqlite3_prepare_v2', database, at, -1, places, places + 4))
        const statement = this.#view().getInt32(places, true)
        if (statement === 0) continue
        rows = this.#carryOut(database, statement, bound, mostRows) ?? rows
        bound = []
      }
    } finally {
      this.#release('free', places)
      this.#release('free', pointer)
    }
    return rows
  }

  #carryOut(database: number, statement: number, values: readonly SqlValue[], mostRows: number) {
    try {
      for (const [index, value] of values.entries())
        this.#check(database, this.#bind(statement, index + 1, value))
      return this.#rows(database, statement, mostRows)
    } finally {
      this.#release('sqlite3_finalize', statement)
    }
  }

  /** What a trap has cut short is not released: its memory is not used again. */
  #release(how: string, pointer: number): void {
    if (this.work >= 0) this.#call(how, pointer)
  }

  #rows(database: number, statement: number, most: number): readonly Row[] | null {
    const count = this.#call('sqlite3_column_count', statement)
    const names = Array.from({ length: count }, (_, index) =>
      this.#read(this.#call('sqlite3_column_name', statement, index)),
    )
    const rows: Row[] = []
    for (;;) {
      const code = this.#call('sqlite3_step', statement)
      if (code === DONE) return count === 0 ? null : rows
      if (code !== ROW) this.#check(database, code)
      if (rows.length >= most) throw new SqlRefusal('too many rows')
      rows.push(Object.fromEntries(names.map((name, index) => [name, this.#column(statement, index)])))
    }
  }

  #bind(statement: number, index: number, value: SqlValue): number {
    if (value === null) return this.#call('sqlite3_bind_null', statement, index)
    if (typeof value === 'number')
      return (value | 0) === value
        ? this.#call('sqlite3_bind_int', statement, index, value)
        : this.#call('sqlite3_bind_double', statement, index, value)
    const { pointer, length } = typeof value === 'string' ? this.#text(value) : this.#put(value)
    const bind = typeof value === 'string' ? 'sqlite3_bind_text' : 'sqlite3_bind_blob'
    const code = this.#call(bind, statement, index, pointer, length, TRANSIENT)
    this.#call('free', pointer)
    return code
  }

  #column(statement: number, index: number): SqlValue {
    const type = this.#call('sqlite3_column_type', statement, index)
    if (type === 1 || type === 2) return this.#call('sqlite3_column_double', statement, index)
    if (type !== 3 && type !== 4) return null
    const read = type === 3 ? 'sqlite3_column_text' : 'sqlite3_column_blob'
    const start = this.#call(read, statement, index)
    const end = start + this.#call('sqlite3_column_bytes', statement, index)
    const bytes = this.#bytes().slice(start, end)
    return type === 3 ? new TextDecoder().decode(bytes) : bytes
  }

  #check(database: number, code: number): void {
    if (code !== OK) throw new SqlRefusal(this.#read(this.#call('sqlite3_errmsg', database)))
  }

  #call(name: string, ...args: readonly (number | bigint)[]): number {
    const called = this.#exports[name]
    if (called === undefined) throw new Error(`SQLite has no ${name}`)
    return called(...args)
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer)
  }

  #view(): DataView {
    return new DataView(this.#memory.buffer)
  }

  #read(pointer: number): string {
    const bytes = this.#bytes()
    return new TextDecoder().decode(bytes.subarray(pointer, bytes.indexOf(0, pointer)))
  }

  #text(text: string): { readonly pointer: number; readonly length: number } {
    return this.#put(new TextEncoder().encode(text))
  }

  /** Bytes in SQLite's memory, with a zero behind them. */
  #put(bytes: Uint8Array): { readonly pointer: number; readonly length: number } {
    const pointer = this.#call('malloc', bytes.length + 1)
    if (pointer === 0) throw new SqlRefusal('out of memory')
    this.#bytes().set(bytes, pointer)
    this.#bytes()[pointer + bytes.length] = 0
    return { pointer, length: bytes.length }
  }
}

/** A function of ours in a table of functions: WebAssembly calls only what has come out of a WebAssembly module. */
function tableIndex(table: WebAssembly.Table, answer: (_: number, action: number) => number): number {
  const params = [0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f]
  const type = [0x60, params.length, ...params, 1, 0x7f]
  const [imported, exported] = [
    [1, 0x61, 1, 0x61, 0, 0],
    [1, 0x61, 0, 0],
  ]
  const sections = [
    [1, type.length + 1, 1, ...type],
    [2, imported.length + 1, 1, ...imported],
    [7, exported.length + 1, 1, ...exported],
  ]
  const bytes = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()])
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { a: { a: answer } })
  const index = table.grow(1)
  table.set(index, exports.a)
  return index
}
