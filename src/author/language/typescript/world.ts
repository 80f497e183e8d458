/**
 * The world of a TypeScript snippet: the modules and globals that the sandbox has, and nothing else. Snippets are
 * checked against exactly these declarations (beside the language's own library), so what type-checks also runs.
 */
export const worldDeclarations = `
declare module 'node:assert' {
  interface Assert {
    (value: unknown, message?: string): asserts value
    ok(value: unknown, message?: string): asserts value
    equal(actual: unknown, expected: unknown, message?: string): void
    notEqual(actual: unknown, expected: unknown, message?: string): void
    strictEqual<T>(actual: unknown, expected: T, message?: string): asserts actual is T
    notStrictEqual(actual: unknown, expected: unknown, message?: string): void
    deepEqual(actual: unknown, expected: unknown, message?: string): void
    deepStrictEqual<T>(actual: unknown, expected: T, message?: string): asserts actual is T
    throws(run: () => unknown, message?: string): void
    rejects(run: Promise<unknown> | (() => Promise<unknown>), message?: string): Promise<void>
    fail(message?: string): never
  }
  const assert: Assert
  export default assert
  export const ok: Assert['ok'], equal: Assert['equal'], strictEqual: Assert['strictEqual'], deepStrictEqual: Assert['deepStrictEqual']
}

declare module 'node:path' {
  interface ParsedPath { root: string; dir: string; base: string; ext: string; name: string }
  interface Path {
    readonly sep: string
    readonly delimiter: string
    basename(path: string, suffix?: string): string
    dirname(path: string): string
    extname(path: string): string
    format(path: Partial<ParsedPath>): string
    isAbsolute(path: string): boolean
    join(...parts: string[]): string
    normalize(path: string): string
    parse(path: string): ParsedPath
    relative(from: string, to: string): string
    resolve(...parts: string[]): string
  }
  const path: Path & { readonly posix: Path }
  export default path
  export const posix: Path
  export const sep: string
  export const delimiter: string
  export function basename(path: string, suffix?: string): string
  export function dirname(path: string): string
  export function extname(path: string): string
  export function format(path: Partial<ParsedPath>): string
  export function isAbsolute(path: string): boolean
  export function join(...parts: string[]): string
  export function normalize(path: string): string
  export function parse(path: string): ParsedPath
  export function relative(from: string, to: string): string
  export function resolve(...parts: string[]): string
}

declare module 'node:events' {
  type Listener = (...args: any[]) => void
  export class EventEmitter {
    on(event: string | symbol, listener: Listener): this
    once(event: string | symbol, listener: Listener): this
    off(event: string | symbol, listener: Listener): this
    addListener(event: string | symbol, listener: Listener): this
    removeListener(event: string | symbol, listener: Listener): this
    removeAllListeners(event?: string | symbol): this
    emit(event: string | symbol, ...args: any[]): boolean
    listenerCount(event: string | symbol): number
    listeners(event: string | symbol): Listener[]
  }
  export function once(emitter: EventEmitter, event: string | symbol): Promise<any[]>
  export default EventEmitter
}

declare module 'node:util' {
  export function promisify<A extends unknown[], R>(
    run: (...args: [...A, (error: Error | null | undefined, result: R) => void]) => void,
  ): (...args: A) => Promise<R>
  export function inspect(value: unknown): string
  export function format(template: unknown, ...args: unknown[]): string
  export function isDeepStrictEqual(a: unknown, b: unknown): boolean
}

declare module 'node:url' {
  const url: typeof URL
  const params: typeof URLSearchParams
  export { url as URL, params as URLSearchParams }
  export function fileURLToPath(url: string | URL): string
  export function pathToFileURL(path: string): URL
}

declare module 'node:buffer' {
  const buffer: typeof Buffer
  export { buffer as Buffer }
}

declare module 'node:crypto' {
  type Binary = string | Uint8Array
  interface Hash {
    update(data: Binary, encoding?: 'utf8' | 'hex' | 'base64' | 'latin1'): this
    digest(): Buffer
    digest(encoding: 'hex' | 'base64' | 'base64url' | 'latin1'): string
  }
  export function createHash(algorithm: string): Hash
  export function createHmac(algorithm: string, key: Binary): Hash
  export function randomBytes(size: number): Buffer
  export function randomInt(max: number): number
  export function randomInt(min: number, max: number): number
  export function randomUUID(): string
  export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean
  export function scrypt(
    password: Binary,
    salt: Binary,
    length: number,
    done: (error: Error | null, key: Buffer) => void,
  ): void
  export function scryptSync(password: Binary, salt: Binary, length: number): Buffer
  export function pbkdf2Sync(password: Binary, salt: Binary, iterations: number, length: number, digest: string): Buffer
}

declare module 'node:fs/promises' {
  interface Stats {
    readonly size: number
    readonly mtimeMs: number
    readonly mtime: Date
    isFile(): boolean
    isDirectory(): boolean
    isSymbolicLink(): boolean
  }
  interface Dirent {
    readonly name: string
    isFile(): boolean
    isDirectory(): boolean
  }
  type Encoding = 'utf8' | 'utf-8' | 'hex' | 'base64' | 'latin1'
  interface FileHandle {
    read(buffer: Uint8Array, offset?: number, length?: number, position?: number | null): Promise<{ bytesRead: number; buffer: Uint8Array }>
    readFile(): Promise<Buffer>
    readFile(options: Encoding | { encoding: Encoding }): Promise<string>
    write(data: string | Uint8Array): Promise<{ bytesWritten: number }>
    writeFile(data: string | Uint8Array): Promise<void>
    appendFile(data: string | Uint8Array): Promise<void>
    truncate(length?: number): Promise<void>
    sync(): Promise<void>
    stat(): Promise<Stats>
    close(): Promise<void>
  }
  export function access(path: string): Promise<void>
  export function appendFile(path: string, data: string | Uint8Array): Promise<void>
  export function copyFile(from: string, to: string): Promise<void>
  export function mkdir(path: string, options?: { recursive?: boolean }): Promise<string | undefined>
  export function open(path: string, flags?: string): Promise<FileHandle>
  export function readFile(path: string): Promise<Buffer>
  export function readFile(path: string, options: Encoding | { encoding: Encoding }): Promise<string>
  export function readdir(path: string): Promise<string[]>
  export function readdir(path: string, options: { withFileTypes: true }): Promise<Dirent[]>
  export function realpath(path: string): Promise<string>
  export function rename(from: string, to: string): Promise<void>
  export function rm(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void>
  export function rmdir(path: string): Promise<void>
  export function stat(path: string): Promise<Stats>
  export function lstat(path: string): Promise<Stats>
  export function unlink(path: string): Promise<void>
  export function writeFile(
    path: string,
    data: string | Uint8Array,
    options?: Encoding | { encoding?: Encoding; flag?: string },
  ): Promise<void>
}

declare module 'node:timers/promises' {
  export function setTimeout<T = void>(delay?: number, value?: T, options?: { signal?: AbortSignal }): Promise<T>
  export function setImmediate<T = void>(value?: T): Promise<T>
}

interface Buffer extends Uint8Array {
  toString(encoding?: 'utf8' | 'utf-8' | 'hex' | 'base64' | 'base64url' | 'latin1' | 'ascii', start?: number, end?: number): string
  equals(other: Uint8Array): boolean
  compare(other: Uint8Array): number
  write(text: string, offset?: number): number
  copy(target: Uint8Array, targetStart?: number, start?: number, end?: number): number
  subarray(start?: number, end?: number): Buffer
  readUInt8(offset?: number): number
  readUInt16BE(offset?: number): number
  readUInt32BE(offset?: number): number
  writeUInt8(value: number, offset?: number): number
  writeUInt16BE(value: number, offset?: number): number
  writeUInt32BE(value: number, offset?: number): number
}
declare var Buffer: {
  from(text: string, encoding?: 'utf8' | 'utf-8' | 'hex' | 'base64' | 'base64url' | 'latin1' | 'ascii'): Buffer
  from(bytes: ArrayLike<number> | Iterable<number> | ArrayBuffer): Buffer
  alloc(size: number, fill?: number | string): Buffer
  concat(parts: readonly Uint8Array[], length?: number): Buffer
  byteLength(text: string | Uint8Array, encoding?: 'utf8' | 'utf-8' | 'hex' | 'base64'): number
  isBuffer(value: unknown): value is Buffer
  compare(a: Uint8Array, b: Uint8Array): number
}

interface URLSearchParams extends Iterable<[string, string]> {
  readonly size: number
  append(name: string, value: string): void
  delete(name: string): void
  entries(): IterableIterator<[string, string]>
  forEach(visit: (value: string, name: string) => void): void
  get(name: string): string | null
  getAll(name: string): string[]
  has(name: string): boolean
  keys(): IterableIterator<string>
  set(name: string, value: string): void
  sort(): void
  toString(): string
  values(): IterableIterator<string>
}
declare var URLSearchParams: {
  new (init?: string | Record<string, string> | Iterable<[string, string]> | URLSearchParams): URLSearchParams
  readonly prototype: URLSearchParams
}

interface URL {
  hash: string
  host: string
  hostname: string
  href: string
  readonly origin: string
  password: string
  pathname: string
  port: string
  protocol: string
  search: string
  readonly searchParams: URLSearchParams
  username: string
  toString(): string
  toJSON(): string
}
declare var URL: {
  new (url: string | URL, base?: string | URL): URL
  readonly prototype: URL
  canParse(url: string, base?: string): boolean
}

declare class TextEncoder {
  encode(text?: string): Uint8Array
}
declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: Uint8Array | ArrayBuffer): string
}

interface AbortEvent { readonly type: string }
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: any
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: (event: AbortEvent) => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: (event: AbortEvent) => void): void
}
declare var AbortSignal: {
  readonly prototype: AbortSignal
  abort(reason?: unknown): AbortSignal
  timeout(milliseconds: number): AbortSignal
  any(signals: Iterable<AbortSignal>): AbortSignal
}
declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}

declare function structuredClone<T>(value: T): T
declare function queueMicrotask(run: () => void): void
interface Timer { ref(): this; unref(): this; hasRef(): boolean }
declare function setTimeout<A extends unknown[]>(run: (...args: A) => void, delay?: number, ...args: A): Timer
declare function clearTimeout(timer: Timer | undefined): void
declare function setInterval<A extends unknown[]>(run: (...args: A) => void, delay?: number, ...args: A): Timer
declare function clearInterval(timer: Timer | undefined): void
declare function setImmediate<A extends unknown[]>(run: (...args: A) => void, ...args: A): Timer
declare function clearImmediate(timer: Timer | undefined): void
declare function atob(text: string): string
declare function btoa(text: string): string

interface Console {
  debug(...values: unknown[]): void
  error(...values: unknown[]): void
  info(...values: unknown[]): void
  log(...values: unknown[]): void
  warn(...values: unknown[]): void
}
declare var console: Console
`

/** The modules of the declarations above, in their order. */
export const worldModules: readonly string[] = [
  ...worldDeclarations.matchAll(/^declare module '([^']+)'/gm),
].map(([, name]) => name ?? '')
