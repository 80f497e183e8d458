import { type Allowance, Stopped } from './allowance.ts'
import type { Imports } from './emscripten.ts'
import { mark } from './marks.ts'

/** Functions of Emscripten that only touch the in-memory file tree, or compute. */
const KEPT = [
  ...['__call_sighandler', '_tzset_js', '_timegm_js', '_mktime_js'],
  ...['_localtime_js', '_gmtime_js', '_mmap_js', '_munmap_js', '_msync_js', 'environ_get'],
  ...['environ_sizes_get', 'emscripten_runtime_keepalive_push', 'emscripten_runtime_keepalive_pop'],
  ...['_emscripten_runtime_keepalive_clear', '__syscall_getcwd', '__syscall_chdir', '__syscall_fchdir'],
  ...['__syscall_stat64', '__syscall_lstat64', '__syscall_fstat64', '__syscall_newfstatat'],
  ...['__syscall_getdents64', '__syscall_unlinkat', '__syscall_rmdir', '__syscall_renameat'],
  ...['__syscall_readlinkat', '__syscall_faccessat', '__syscall_chmod', '__syscall_fchmod'],
  ...['__syscall_fchmodat2', '__syscall_utimensat', '__syscall_fcntl64', '__syscall_ioctl'],
  ...['__syscall_dup', '__syscall_dup3', '__syscall_statfs64', '__syscall_fstatfs64'],
  ...['__syscall_fdatasync', '__syscall_fadvise64', '__syscall_umask_js', '__syscall_getuid32_js'],
  ...['fd_close', 'fd_read', 'fd_seek', 'fd_pread', 'fd_fdstat_get', 'fd_sync'],
]

/** It does nothing but call a function of the interpreter, and is called a thousand times in a run. */
const TRAMPOLINE = '_PyEM_TrampolineCall_JS'

/** Functions that make a file, folder, link or pipe. */
const CREATING = ['__syscall_mkdirat', '__syscall_symlinkat', '__syscall_pipe']

/** What is refused as an operating system would, with `PermissionError`. */
const REFUSED = [
  ...['__syscall_socket', '__syscall_bind', '__syscall_connect', '__syscall_listen', '__syscall_accept4'],
  ...['__syscall_getpeername', '__syscall_getsockname', '__syscall_getsockopt', '__syscall_recvfrom'],
  ...['__syscall_recvmsg', '__syscall_sendmsg', '__syscall_sendto', '__syscall_mknodat', '_setitimer_js'],
  ...['__syscall_fchownat', '__syscall_fchown32', '_emscripten_system'],
]

const NO_PERMISSION = -63
const NO_SPACE = 51
const NO_NAME = -4
const CREATE_FLAG = 0o100
/** Where the interpreter sets its count of steps when it asks because of it. */
const FULL_CLOCK = 50
const BYTES_AT_MOST = 2 ** 31

/** The memory that the functions below read and write; there is none before the module is made. */
export interface Memory {
  readonly buffer: ArrayBufferLike
}

interface Sealing {
  /** That of the run which is under way. */
  readonly allowance: () => Allowance
  readonly memory: () => Memory
  /** Steps that the interpreter takes until it asks next. */
  readonly clock: () => number
  /** Told when a program calls a function of Emscripten, which may change the file tree and writes to memory without a mark. */
  readonly reach: () => void
  /** Bytes that the interpreter's memory may have. */
  readonly room: number
}

type Native = (...args: never[]) => unknown

/**
 * The imports of the interpreter's module, each by name: kept, answered from the run's allowance, or refused. What is not named here ends the run when
 * it is called, so whatever code inside does, nothing else of JavaScript is reachable.
 */
export function seal(imports: Imports, sealing: Sealing): object {
  const untold = (name: string): Native =>
    (imports.env?.[name] ?? imports.wasi_snapshot_preview1?.[name]) as Native
  const original = (name: string): Native => {
    const native = untold(name)
    return (...args) => {
      sealing.reach()
      return native(...args)
    }
  }
  const open = new Map<string, Native>()
  for (const name of KEPT) open.set(name, original(name))
  open.set(TRAMPOLINE, untold(TRAMPOLINE))
  for (const name of REFUSED) open.set(name, () => NO_PERMISSION)
  for (const name of CREATING) {
    const native = original(name)
    open.set(name, (...args) => (sealing.allowance().mayCreate() ? native(...args) : -NO_SPACE))
  }
  for (const [name, native] of Object.entries(ofRun(sealing, original))) open.set(name, native as Native)
  const closed = (name: string) => () => {
    throw new Stopped('memory', `The program reached for ${name}`)
  }
  const sealed = (module: Readonly<Record<string, unknown>>) =>
    new Proxy(module, {
      get: (_, name) => {
        const kept = module[String(name)]
        return typeof kept === 'function' ? (open.get(String(name)) ?? closed(String(name))) : kept
      },
    })
  return {
    ...imports,
    env: sealed(imports.env ?? {}),
    wasi_snapshot_preview1: sealed(imports.wasi_snapshot_preview1 ?? {}),
  }
}

/** What a run's allowance answers. */
function ofRun({ allowance, memory, clock, room }: Sealing, original: (name: string) => Native): object {
  const view = () => new DataView(memory().buffer)
  // Afterwards: before it, a write into the marks would take away what says so.
  const written = (at: number, size: number) => mark(new Uint8Array(memory().buffer), at, size)
  const writing =
    (name: string) =>
    (...args: [number, number, number]): unknown => {
      const [, vectors, count] = args
      let bytes = 0
      for (let at = 0; at < count; at += 1) bytes += view().getUint32(vectors + at * 8 + 4, true)
      return allowance().mayWrite(bytes) ? original(name)(...(args as unknown as never[])) : NO_SPACE
    }
  /** `size` says which argument is a file's new length. */
  const sizing =
    (name: string, size: number) =>
    (...args: unknown[]): unknown => {
      const bytes = Number(args[size])
      const fits = bytes >= 0 && bytes < BYTES_AT_MOST && allowance().mayWrite(bytes)
      return fits ? original(name)(...(args as never[])) : -NO_SPACE
    }
  const marker = Symbol('error')
  const ended = () => {
    throw new Stopped('memory', 'The program ended its interpreter')
  }
  return {
    _Py_CheckEmscriptenSignals_Helper: () => allowance().burn(clock() === FULL_CLOCK),
    clock_time_get: (_clock: number, _precision: unknown, at: number) => {
      view().setBigUint64(at, BigInt(Math.round(allowance().now * 1e6)), true)
      written(at, 8)
      return 0
    },
    clock_res_get: (_clock: number, at: number) => {
      view().setBigUint64(at, 1000n, true)
      written(at, 8)
      return 0
    },
    emscripten_date_now: () => allowance().now,
    // Only loops that sleep ask this: each question is a millisecond.
    emscripten_get_now: () => {
      allowance().now += 1
      return allowance().now
    },
    // There is nothing to wait for but time.
    __syscall_poll: (_descriptors: number, _count: number, timeout: number) => {
      if (timeout > 0) allowance().now += timeout
      return 0
    },
    random_get: (at: number, size: number) => {
      const bytes = new Uint8Array(memory().buffer, at, size)
      for (let index = 0; index < size; index += 1) bytes[index] = allowance().nextByte()
      written(at, size)
      return 0
    },
    fd_write: writing('fd_write'),
    fd_pwrite: writing('fd_pwrite'),
    __syscall_ftruncate64: sizing('__syscall_ftruncate64', 1),
    __syscall_truncate64: sizing('__syscall_truncate64', 1),
    __syscall_fallocate: sizing('__syscall_fallocate', 3),
    __syscall_openat: (folder: never, path: never, flags: number, ...rest: never[]) =>
      (flags & CREATE_FLAG) === 0 || allowance().mayCreate()
        ? original('__syscall_openat')(folder, path, flags as never, ...rest)
        : -NO_SPACE,
    emscripten_get_heap_max: () => room,
    emscripten_resize_heap: (size: number) =>
      size >>> 0 > room ? 0 : original('emscripten_resize_heap')(size as never),
    _emscripten_get_progname: (at: number, size: number) => {
      if (size === 0) return
      view().setUint8(at, 0)
      written(at, 1)
    },
    _Py_emscripten_runtime: () => 0,
    __hiwire_deduplicate_new: original('__hiwire_deduplicate_new'),
    _try_fcntl64: () => 0,
    _try_shutdown: () => 0,
    _maybe_poll_async: () => null,
    _maybe_connect_async: () => null,
    _maybe_recvfrom_async: () => null,
    _maybe_sendto_async: () => null,
    getaddrinfo: () => NO_NAME,
    getnameinfo: () => NO_NAME,
    getprotobyname: () => 0,
    _dlopen_js: () => 0,
    Jsv_GetError_import: () => marker,
    JsvError_Check: (value: unknown) => (value === marker ? 1 : 0),
    exit: ended,
    proc_exit: ended,
    _abort_js: ended,
    __assert_fail: ended,
  }
}
