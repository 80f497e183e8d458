import { type Sqlite, SqlRefusal, type SqlValue } from './sqlite.ts'

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

/** The databases of one run, which are in SQLite's memory, by the numbers that the run knows them by. */
export class SqlSession {
  readonly #sqlite: Sqlite
  readonly #isReversed: boolean
  readonly databases: Map<number, number>

  /** Reversed: rows that no `ORDER BY` puts in order come the other way round, as far as SQLite can. */
  constructor(sqlite: Sqlite, isReversed: boolean, databases: ReadonlyMap<number, number> = new Map()) {
    this.#sqlite = sqlite
    this.#isReversed = isReversed
    this.databases = new Map(databases)
  }

  /** Carries out a request of a `sql` fixture; what SQLite refuses is an answer too. */
  answer(payload: string): string {
    const request: SqlRequest = JSON.parse(payload)
    this.#sqlite.now = request.now
    try {
      return JSON.stringify(request.text === undefined ? this.#open(request) : this.#execute(request))
    } catch (thrown) {
      if (thrown instanceof SqlRefusal) return JSON.stringify({ error: thrown.message })
      throw thrown
    }
  }

  #open({ database: id, schema = '', rows = {} }: SqlRequest): object {
    const database = this.#sqlite.open()
    this.databases.set(id, database)
    if (this.#isReversed)
      this.#sqlite.execute(database, 'PRAGMA reverse_unordered_selects = ON', [], MAX_ROWS)
    this.#sqlite.execute(database, schema, [], MAX_ROWS)
    for (const [table, entries] of Object.entries(rows))
      for (const row of entries) {
        const columns = Object.keys(row).map(quoted)
        const marks = columns.map(() => '?')
        const insert = `INSERT INTO ${quoted(table)} (${columns.join(', ')}) VALUES (${marks.join(', ')})`
        this.#sqlite.execute(database, insert, Object.values(row).map(toSql), MAX_ROWS)
      }
    this.#sqlite.seal(database)
    return {}
  }

  #execute({ database: id, text = '', params = [] }: SqlRequest): object {
    const database = this.databases.get(id)
    if (database === undefined) throw new SqlRefusal('No such database')
    const before = this.#sqlite.totalChanges(database)
    const rows = this.#sqlite.execute(database, text, params.map(toSql), MAX_ROWS)
    const changes = this.#sqlite.totalChanges(database) - before
    return { rows: rows.map(fromRow), changes }
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function toSql(value: unknown): SqlValue {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  const [mark, content]: readonly unknown[] = Object.entries(Object(value))[0] ?? []
  if (mark === '$undefined') return null
  if (mark === '$bytes') return new Uint8Array(Buffer.from(String(content), 'base64'))
  if (mark === '$bigint' || mark === '$number') return Number(content)
  if (mark === '$date') return String(content)
  throw new SqlRefusal('A value of this type cannot be bound')
}

function fromRow(row: Readonly<Record<string, SqlValue>>): object {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fromSql(value)]))
}

function fromSql(value: SqlValue): unknown {
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value
}
