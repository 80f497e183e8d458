import type { Database, SqlJsStatic, SqlValue } from 'sql.js'

interface SqlRequest {
  readonly database: number
  /** The virtual clock: what `CURRENT_TIMESTAMP` says. */
  readonly now: number
  readonly schema?: string
  readonly rows?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
  readonly text?: string
  readonly params?: readonly unknown[]
}

const MAX_ROWS = 20_000
const HEAP_LIMIT = 24 * 1024 * 1024

/** Statements that reach outside their database, or its limits. */
const REACHING = /(?:^|;)\s*(?:attach|detach|vacuum|pragma)\b/i
const LITERALS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g

let engine: SqlJsStatic | null = null
let virtualNow = 0

/** SQLite in WebAssembly, loaded when the first program needs it. Its clock is the program's. */
export async function loadSql(readWasm: () => Promise<Uint8Array>): Promise<void> {
  if (engine !== null) return
  const wasm = await readWasm()
  const { default: initialize } = await import('sql.js')
  engine = await initialize({
    instantiateWasm: (imports: Imports, receive: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), withVirtualClock(imports))
      receive(instance)
      return instance.exports
    },
  } as object)
  const first = new engine.Database()
  first.run(`PRAGMA hard_heap_limit=${HEAP_LIMIT}`)
  first.close()
}

type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>

function withVirtualClock(imports: Imports): Imports {
  const replace = (value: unknown) =>
    typeof value === 'function' && /^\(\)\s*=>\s*Date\.now\(\)$/.test(String(value))
      ? () => virtualNow
      : value
  return Object.fromEntries(
    Object.entries(imports).map(([module, members]) => [
      module,
      Object.fromEntries(Object.entries(members).map(([name, value]) => [name, replace(value)])),
    ]),
  )
}

/** The databases of one run. */
export class SqlSession {
  readonly #databases = new Map<number, Database>()

  /** Carries out a request of a `sql` fixture; what SQLite refuses is an answer too. */
  answer(payload: string): string {
    const request: SqlRequest = JSON.parse(payload)
    virtualNow = request.now
    try {
      return JSON.stringify(request.text === undefined ? this.#open(request) : this.#execute(request))
    } catch (thrown) {
      return JSON.stringify({ error: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  }

  close(): void {
    for (const database of this.#databases.values()) database.close()
  }

  #open({ database: id, schema = '', rows = {} }: SqlRequest): object {
    if (engine === null) throw new Error('SQL was not loaded')
    const database = new engine.Database()
    this.#databases.set(id, database)
    replaceRandomness(database)
    database.exec(schema)
    for (const [table, entries] of Object.entries(rows))
      for (const row of entries) {
        const columns = Object.keys(row).map(quoted)
        const marks = columns.map(() => '?')
        database.run(
          `INSERT INTO ${quoted(table)} (${columns.join(', ')}) VALUES (${marks.join(', ')})`,
          Object.values(row).map(toSql),
        )
      }
    return {}
  }

  #execute({ database: id, text = '', params = [] }: SqlRequest): object {
    const database = this.#databases.get(id)
    if (!database) throw new Error('No such database')
    if (REACHING.test(text.replaceAll(LITERALS, ' '))) throw new Error('not authorized')
    const before = totalChanges(database)
    let rows: object[] = []
    let hasBound = false
    for (const statement of database.iterateStatements(text)) {
      if (!hasBound && params.length > 0) statement.bind(params.map(toSql))
      hasBound = true
      const columns = statement.getColumnNames()
      const found: object[] = []
      while (statement.step()) {
        if (found.length >= MAX_ROWS) throw new Error('too many rows')
        const values = statement.get()
        found.push(Object.fromEntries(columns.map((name, index) => [name, fromSql(values[index] ?? null)])))
      }
      if (columns.length > 0) rows = found
    }
    return { rows, changes: totalChanges(database) - before }
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function totalChanges(database: Database): number {
  return Number(database.exec('SELECT total_changes()')[0]?.values[0]?.[0] ?? 0)
}

/** SQLite seeds itself from the host; a run's numbers are the same every time. */
function replaceRandomness(database: Database): void {
  let state = 1n
  const next = () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n)
    return state
  }
  database.create_function('random', () => Number(BigInt.asIntN(53, next() >> 11n)))
  database.create_function('randomblob', (size: number) =>
    Uint8Array.from({ length: Math.min(Math.max(1, size), 65_536) }, () => Number(next() >> 56n)),
  )
}

function toSql(value: unknown): SqlValue {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  const [mark, content]: readonly unknown[] = Object.entries(Object(value))[0] ?? []
  if (mark === '$undefined') return null
  if (mark === '$bytes') return new Uint8Array(Buffer.from(String(content), 'base64'))
  if (mark === '$bigint' || mark === '$number') return Number(content)
  if (mark === '$date') return String(content)
  throw new Error('Wrong API use : tried to bind a value of an unknown type')
}

function fromSql(value: SqlValue): unknown {
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value
}
