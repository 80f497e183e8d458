/** What SQLite asks of its surroundings: the time, more memory, and files, which it never gets. */
export interface SqliteHost {
  readonly memory: WebAssembly.Memory
  /** How many pages it may have. */
  readonly most: number
  /** The program's clock, in milliseconds. */
  now(): number
}

const PAGE = 64 * 1024
/** How many pages a memory grows by at least. */
const STEP = 16
/** "There is no such function", as the system calls say it, and as WASI does. */
const NO_CALL = -52
const NO_WASI = 52

type Answer = (...args: never[]) => unknown

/** The imports of SQLite's WebAssembly: clock and zone are the program's, the outside does not exist. */
export function sqliteImports(compiled: WebAssembly.Module, host: SqliteHost): WebAssembly.Imports {
  const answers = answersOf(host)
  const imports: WebAssembly.Imports = {}
  for (const { module, name, kind } of WebAssembly.Module.imports(compiled)) {
    const refusal = module === 'env' ? NO_CALL : NO_WASI
    const members = imports[module] ?? {}
    members[name] = kind === 'memory' ? host.memory : (answers[name] ?? (() => refusal))
    imports[module] = members
  }
  return imports
}

function answersOf({ memory, most, now }: SqliteHost): Readonly<Record<string, Answer>> {
  const view = () => new DataView(memory.buffer)
  return {
    emscripten_date_now: now,
    emscripten_get_now: now,
    clock_time_get: (_clock: number, _precision: bigint, place: number) => {
      view().setBigUint64(place, BigInt(now()) * 1_000_000n, true)
      return 0
    },
    environ_sizes_get: (count: number, size: number) => {
      view().setUint32(count, 0, true)
      view().setUint32(size, 0, true)
      return 0
    },
    environ_get: () => 0,
    emscripten_get_heap_max: () => most * PAGE,
    emscripten_resize_heap: (size: number) => {
      const has = memory.buffer.byteLength / PAGE
      const needs = Math.ceil(size / PAGE)
      if (needs > most) return 0
      memory.grow(Math.max(0, Math.min(most, Math.max(needs, has + STEP)) - has))
      return 1
    },
    _tzset_js: () => undefined,
    _localtime_js: (seconds: bigint, place: number) => {
      for (const [index, part] of calendarParts(new Date(Number(seconds) * 1000)).entries())
        view().setInt32(place + 4 * index, part, true)
    },
  }
}

/** The first fields of C's `struct tm` in UTC, which is everybody's zone here. */
function calendarParts(date: Date): readonly number[] {
  const year = date.getUTCFullYear()
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000)
  const time = [date.getUTCSeconds(), date.getUTCMinutes(), date.getUTCHours()]
  const day = [date.getUTCDate(), date.getUTCMonth(), year - 1900, date.getUTCDay(), dayOfYear]
  return [...time, ...day, 0, 0]
}
