import { Allowance, Stopped } from './allowance.ts'
import type { Emscripten, Files, Imports, MakeEmscripten } from './emscripten.ts'
import type { Image, StoredImage } from './image.ts'
import { checkPlace, mark, takeMarks } from './marks.ts'
import { seal } from './seal.ts'

/** Bytes that an interpreter's memory may have; 30 MB of them it has from the start. */
const ROOM = 128 * 1024 * 1024

/** The parts of the package that an interpreter is made of. */
export interface Parts {
  readonly make: MakeEmscripten
  readonly compiled: WebAssembly.Module
  readonly library: Uint8Array
}

/** Bytes of its own stack that CPython may use. */
const STACK = 512 * 1024
const LIBRARY = '/lib/python314.zip'
const ENVIRONMENT = {
  HOME: '/home',
  PATH: '/',
  USER: 'user',
  LOGNAME: 'user',
  LANG: 'C.UTF-8',
  PYTHONHASHSEED: '0',
  PYTHONINSPECT: '1',
  PYTHONDONTWRITEBYTECODE: '1',
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** One CPython with sealed imports: it has a memory, an empty file tree, and the allowance of one run. */
export class Interpreter {
  allowance: Allowance
  readonly #made: Made
  readonly #ownLibrary: Uint8Array
  readonly #library: Uint8Array
  #entry = 0
  #image: StoredImage | null = null

  private constructor(made: Made, library: Uint8Array, allowance: Allowance) {
    this.#made = made
    this.#ownLibrary = library
    // A copy, also of a buffer, whose `slice` is none.
    this.#library = new Uint8Array(library)
    this.allowance = allowance
  }

  /** Starts CPython anew, runs a text that defines `entry`, and gives the image of that. */
  static async boot(parts: Parts, files: Readonly<Record<string, string>>, text: string): Promise<Image> {
    const allowance = new Allowance()
    const made = await makeModule(parts, () => allowance, true)
    const { module } = made
    module.FS.mkdirTree('/guest/fixtures')
    for (const [path, content] of Object.entries(files))
      module.FS.writeFile(`/guest/${path}`, encoder.encode(content))
    const program = place(module, text)
    if (module._PyRun_SimpleString(program) !== 0)
      throw new Error(`The guest does not start:\n${made.printed()}`)
    const main = module._PyImport_AddModule(place(module, '__main__'))
    const entry = module._PyObject_GetAttrString(main, place(module, 'entry'))
    if (module._PyRun_SimpleString(place(module, 'import __main__; del __main__.entry, __main__')) !== 0)
      throw new Error(`The guest does not start:\n${made.printed()}`)
    limitStack(module)
    hideModules(module)
    checkPlace(module, STACK)
    takeMarks(module.HEAPU8)
    module.HEAPU32[module._Py_EMSCRIPTEN_SIGNAL_HANDLING >>> 2] = 1
    return { memory: module.HEAPU8.slice(), stackPointer: Number(made.stackPointer.value), entry }
  }

  /** A new interpreter that has yet to be given the state of an image. */
  static async prepare(parts: Parts): Promise<Interpreter> {
    const holder: { interpreter?: Interpreter } = {}
    const first = new Allowance()
    const made = await makeModule(parts, () => holder.interpreter?.allowance ?? first, false)
    const interpreter = new Interpreter(made, parts.library, first)
    holder.interpreter = interpreter
    return interpreter
  }

  /** Gives the interpreter the state of the image: every byte of its memory, and an empty file tree. What its memory has grown by stays, and is zero. */
  restore(image: StoredImage): void {
    const { module, stackPointer, grow, reached } = this.#made
    const isMarked = this.#image === image && !reached.files
    if (module.HEAPU8.length < image.size) grow(image.size)
    if (isMarked) image.copyMarked(module.HEAPU8)
    else image.copyInto(module.HEAPU8)
    stackPointer.value = image.stackPointer
    this.#entry = image.entry
    this.#image = image
    if (isMarked) return
    reached.files = false
    // A program may have written to its own.
    this.#library.set(this.#ownLibrary)
    clearFiles(module.FS)
    furnish(module.FS, this.#library)
    module.FS.init()
    silence(module.FS)
    module.FS.ignorePermissions = false
  }

  /** Asks the guest; throws `Stopped` when the run must end. */
  ask(text: string): string {
    const { module, stackPointer } = this.#made
    const stack = stackPointer.value
    const question = place(module, text)
    const argument = module._PyUnicode_FromStringAndSize(question, encoder.encode(text).length)
    module._free(question)
    const answer = argument === 0 ? 0 : module._PyObject_CallOneArg(this.#entry, argument)
    if (answer === 0) {
      module._PyErr_Clear()
      throw new Stopped('memory', 'There is no room for an answer')
    }
    const size = module._malloc(4)
    const start = module._PyUnicode_AsUTF8AndSize(answer, size)
    if (start === 0) throw new Stopped('memory', 'There is no room for an answer')
    const length = module.HEAPU32[size >>> 2] ?? 0
    const said = decoder.decode(module.HEAPU8.slice(start, start + length))
    module._free(size)
    module._Py_DecRef(answer)
    module._Py_DecRef(argument)
    stackPointer.value = stack
    return said
  }
}

interface Made {
  readonly module: Emscripten
  /** Whether a program has called what may change the file tree, and writes to memory without a mark. */
  readonly reached: { files: boolean }
  readonly stackPointer: WebAssembly.Global
  printed(): string
  grow(size: number): void
}

async function makeModule(
  { make, compiled, library }: Parts,
  allowance: () => Allowance,
  isFirst: boolean,
): Promise<Made> {
  const lines: string[] = []
  let made: Emscripten | null = null
  let instance: WebAssembly.Instance | null = null
  let grow: (size: number) => void = () => undefined
  const reached = { files: true }
  const exported = (name: string) =>
    (instance?.exports as Readonly<Record<string, unknown>> | undefined)?.[name]
  const module = await make({
    noInitialRun: !isFirst,
    noImageDecoding: true,
    noAudioDecoding: true,
    noWasmDecoding: true,
    thisProgram: 'python',
    arguments: [],
    API: { config: {}, runtimeEnv: {} },
    locateFile: (path: string) => path,
    stdin: () => null,
    print: (line: string) => lines.push(line),
    printErr: (line: string) => lines.push(line),
    preRun: [
      ({ FS, ENV }: Emscripten) => {
        if (isFirst) furnish(FS, library)
        Object.assign(ENV, ENVIRONMENT)
      },
    ],
    instantiateWasm(imports: Imports, receive: (made: WebAssembly.Instance, of: WebAssembly.Module) => void) {
      const memory = () => exported('memory') as WebAssembly.Memory
      const clock = () => made?.HEAPU32[(made?._Py_emscripten_signal_clock ?? 0) >>> 2] ?? 0
      grow = imports.env?.emscripten_resize_heap as typeof grow
      const reach = () => {
        reached.files = true
      }
      const sealed = seal(imports, { allowance, memory, clock, reach, room: ROOM })
      instance = new WebAssembly.Instance(compiled, sealed)
      receive(instance, compiled)
      return {}
    },
  })
  made = module
  return {
    module,
    reached,
    stackPointer: exported('__stack_pointer') as WebAssembly.Global,
    printed: () => lines.join('\n'),
    grow,
  }
}

/** Everything that a program made is gone, and what Emscripten makes for itself is there anew. */
function clearFiles(FS: Files): void {
  Object.assign(FS, {
    root: null,
    mounts: [],
    streams: [],
    nextInode: 1,
    currentPath: '/',
    ignorePermissions: true,
  })
  FS.createDevice.major = 64
  FS.staticInit()
}

function furnish(FS: Files, library: Uint8Array): void {
  for (const folder of ['/lib/python3.14/site-packages', '/lib/python3.14/lib-dynload', '/home'])
    FS.mkdirTree(folder)
  FS.writeFile(LIBRARY, library, { canOwn: true })
}

/** What a program prints is nobody's. */
function silence(FS: Files): void {
  for (const descriptor of [1, 2]) {
    const stream = FS.getStream(descriptor)
    if (stream)
      stream.stream_ops = { ...stream.stream_ops, write: (...[, , , length]: readonly number[]) => length }
  }
}

/** CPython raises `RecursionError` before V8's stack, whose frames are larger, is full. */
function limitStack(module: Emscripten): void {
  const start = module._emscripten_stack_get_base() - STACK
  module._PyUnstable_ThreadState_SetStackProtection(module._PyThreadState_Get(), start, STACK)
}

/** A text in the interpreter's memory, ended by a zero. */
function place(module: Emscripten, text: string): number {
  const bytes = encoder.encode(text)
  const at = module._malloc(bytes.length + 1)
  if (at === 0) throw new Stopped('memory', 'There is no room for a question')
  module.HEAPU8.set(bytes, at)
  module.HEAPU8[at + bytes.length] = 0
  mark(module.HEAPU8, at, bytes.length + 1)
  return at
}

/** Built-in modules that are bridges, or look into the interpreter itself: their names become unspeakable. */
const HIDDEN = new Set([
  ...['_pyodide_core', '_ctypes', '_remote_debugging', '_testcapi', '_testinternalcapi', '_testclinic'],
  ...['_testclinic_limited', '_testlimitedcapi', '_testbuffer', '_xxtestfuzz', 'xxsubtype'],
  ...['faulthandler', '_lsprof', 'termios', 'gc'],
])

function hideModules(module: Emscripten): void {
  const { HEAPU8, HEAPU32 } = module
  const table = HEAPU32[module._PyImport_Inittab >>> 2] ?? 0
  for (let row = table; ; row += 8) {
    const name = HEAPU32[row >>> 2] ?? 0
    if (name === 0) return
    const text = decoder.decode(HEAPU8.subarray(name, HEAPU8.indexOf(0, name)))
    if (HIDDEN.has(text)) HEAPU8[name] = '\n'.charCodeAt(0)
  }
}
