import type {
  BorrowedHeapCharPointer,
  EvalDetectModule,
  EvalFlags,
  HostRefId,
  JSContextPointer,
  JSContextPointerPointer,
  JSRuntimePointer,
  JSValueConstPointer,
  JSValueConstPointerPointer,
  JSValuePointer,
} from '@jitl/quickjs-ffi-types'
import * as emscripten from '@jitl/quickjs-wasmfile-release-sync/emscripten-module'
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi'
import { imageOf, type MemoryImage, restoreMemory } from './memory-image.ts'
import { type EmscriptenImports, FIRST_PAGES, hostlessImports, MAX_PAGES, PAGE } from './quickjs-module.ts'
import { METER } from './wasm/rewrite.ts'

// The package declares its CommonJS form, and is loaded as a module.
const loadEmscripten = emscripten.default as unknown as (options: object) => Promise<EmscriptenModule>

/** A memory that has grown beyond this is not worth clearing. */
const KEPT_PAGES = 256
/** Less than what makes WebAssembly's own stack, or V8's, overflow first. */
const STACK_BYTES = 256 * 1024
const MODULE_CODE = 1
const DEFAULT_INTRINSICS = 0
const MISSING = 'missing:'

/** What code inside an engine can ask of the outside, and what is asked about it while it runs. */
export interface Outside {
  call(operation: string, payload: string): string
  /** Called once for every 10 000 steps of the interpreter; `true` ends the run. */
  isExhausted(): boolean
  resolve(specifier: string, from: string): string | null
  source(path: string): string | null
}

/** An engine's whole memory at a moment, and the places in it that are needed to go on. */
export interface Image {
  readonly memory: MemoryImage
  readonly runtime: JSRuntimePointer
  readonly context: JSContextPointer
  readonly entry: JSValuePointer
}

/** A memory that could not grow, a stack that overflowed, an assertion: the engine cannot be used any more. */
export class EngineFailure extends Error {
  override name = 'EngineFailure'
}

/** One QuickJS in a WebAssembly memory of its own, capped for good. */
export class Engine {
  readonly #ffi: QuickJSFFI
  readonly #module: EmscriptenModule
  readonly #memory: WebAssembly.Memory
  readonly #work: WebAssembly.Global
  #outside: Outside
  #runtime: JSRuntimePointer = 0 as JSRuntimePointer
  #context: JSContextPointer = 0 as JSContextPointer
  #entry: JSValuePointer = 0 as JSValuePointer

  private constructor(
    module: EmscriptenModule,
    memory: WebAssembly.Memory,
    work: WebAssembly.Global,
    outside: Outside,
  ) {
    this.#module = module
    this.#memory = memory
    this.#work = work
    this.#outside = outside
    this.#ffi = new QuickJSFFI(module as never)
    module.callbacks = {
      callFunction: (_: unknown, __: number, ___: number, ____: number, argv: number) => this.#called(argv),
      shouldInterrupt: () => (this.#outside.isExhausted() ? 1 : 0),
      loadModuleSource: (_: unknown, __: number, ___: number, path: string) => this.#load(path),
      normalizeModule: (_: unknown, __: number, ___: number, from: string, specifier: string) =>
        this.#resolve(specifier, from),
      freeHostRef: () => undefined,
    }
  }

  static async #instantiate(compiled: WebAssembly.Module, outside: Outside): Promise<Engine> {
    const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MAX_PAGES })
    let work: WebAssembly.Global | null = null
    const module = await loadEmscripten({
      wasmMemory: memory,
      print: () => undefined,
      printErr: () => undefined,
      instantiateWasm: (imports: EmscriptenImports, receive: (instance: WebAssembly.Instance) => void) => {
        const instance = new WebAssembly.Instance(compiled, hostlessImports(imports, memory))
        work = instance.exports[METER] as WebAssembly.Global
        receive(instance)
        return instance.exports
      },
    })
    if (work === null) throw new EngineFailure('The engine was not instantiated')
    return new Engine(module, memory, work, outside)
  }

  /** A new engine, in which `code` has run as a script and `modules` have been imported. */
  static async start(
    compiled: WebAssembly.Module,
    code: string,
    outside: Outside,
    doorway: string,
  ): Promise<Engine> {
    const engine = await Engine.#instantiate(compiled, outside)
    const ffi = engine.#ffi
    engine.#runtime = ffi.QTS_NewRuntime()
    ffi.QTS_RuntimeSetMaxStackSize(engine.#runtime, STACK_BYTES)
    engine.#context = ffi.QTS_NewContext(engine.#runtime, DEFAULT_INTRINSICS as never)
    ffi.QTS_RuntimeEnableInterruptHandler(engine.#runtime)
    ffi.QTS_RuntimeEnableModuleLoader(engine.#runtime, 1)
    engine.#offer(doorway)
    engine.evaluate(code, 'guest', 0)
    engine.#entry = engine.#property(
      engine.#property(ffi.QTS_GetGlobalObject(engine.#context), doorway),
      'entry',
    )
    return engine
  }

  /** A new engine in the state that an image holds. */
  static async restore(compiled: WebAssembly.Module, image: Image, outside: Outside): Promise<Engine> {
    const engine = await Engine.#instantiate(compiled, outside)
    engine.#write(image)
    return engine
  }

  /** How much work is left: below zero, whatever runs ends with a trap. */
  get work(): number {
    return this.#work.value
  }

  set work(work: number) {
    this.#work.value = work
  }

  /**
   * Puts the engine into the state of an image, byte for byte; says whether it could: memory never shrinks. Only after
   * a run that came back from every call: what was cut short leaves the stack where it was.
   */
  reset(image: Image, outside: Outside): boolean {
    if (this.#memory.buffer.byteLength > KEPT_PAGES * PAGE) return false
    this.#outside = outside
    this.#write(image)
    return true
  }

  #write(image: Image): void {
    restoreMemory(this.#memory, image.memory)
    this.#runtime = image.runtime
    this.#context = image.context
    this.#entry = image.entry
  }

  /** Whether the memory is as large as at first: only then can a new engine take its image. */
  get isSmall(): boolean {
    return this.#memory.buffer.byteLength === FIRST_PAGES * PAGE
  }

  /** What the engine holds now; as a difference from the image that it was made from, where there is one. */
  image(base: Image | null = null): Image {
    if (!this.isSmall) throw new EngineFailure('The image is larger than a new memory')
    const memory = imageOf(this.#memory, base?.memory ?? null)
    return { memory, runtime: this.#runtime, context: this.#context, entry: this.#entry }
  }

  /** Asks the code inside; its answer is a text. */
  ask(operation: string, payload: string): string {
    const ffi = this.#ffi
    const args = [this.#text(operation), this.#text(payload)]
    const argv = this.#module._malloc(4 * args.length)
    const view = new Uint32Array(this.#memory.buffer, argv, args.length)
    view.set(args)
    const result = ffi.QTS_Call(
      this.#context,
      this.#entry,
      ffi.QTS_GetUndefined(),
      args.length,
      argv as JSValueConstPointerPointer,
    )
    this.#module._free(argv)
    for (const arg of args) ffi.QTS_FreeValuePointer(this.#context, arg)
    return this.#take(result)
  }

  /** Runs up to so many jobs; says how many there were. */
  runJobs(most: number): number {
    const place = this.#module._malloc(4)
    const result = this.#ffi.QTS_ExecutePendingJob(this.#runtime, most, place as JSContextPointerPointer)
    this.#module._free(place)
    const text = this.#read(result)
    this.#ffi.QTS_FreeValuePointerRuntime(this.#runtime, result)
    // A job that throws is the end of a batch, not of the run.
    return /^\d+$/.test(text) ? Number(text) : most
  }

  evaluate(code: string, name: string, flags: 0 | typeof MODULE_CODE): void {
    const bytes = this.#cString(code)
    const result = this.#ffi.QTS_Eval(
      this.#context,
      bytes.pointer,
      bytes.length,
      name,
      0 as EvalDetectModule,
      flags as EvalFlags,
    )
    this.#module._free(bytes.pointer)
    this.#check(result)
    this.#ffi.QTS_FreeValuePointer(this.#context, result)
  }

  evaluateModule(code: string, name: string): void {
    this.evaluate(code, name, MODULE_CODE)
  }

  #offer(doorway: string): void {
    const ffi = this.#ffi
    const object = ffi.QTS_NewObject(this.#context)
    const host = ffi.QTS_NewFunction(this.#context, 'host', 2, false, 1 as HostRefId)
    ffi.QTS_SetProp(this.#context, object, this.#text('host'), host)
    ffi.QTS_SetProp(this.#context, ffi.QTS_GetGlobalObject(this.#context), this.#text(doorway), object)
  }

  #called(argv: number): number {
    const arg = (index: number) =>
      this.#read(this.#ffi.QTS_ArgvGetJSValueConstPointer(argv as JSValuePointer, index))
    try {
      return this.#text(this.#outside.call(arg(0), arg(1)))
    } catch (thrown) {
      if (thrown instanceof EngineFailure) throw thrown
      return this.#throw(thrown instanceof Error ? thrown.message : String(thrown))
    }
  }

  #load(path: string): number {
    const source = path.startsWith(MISSING) ? null : this.#outside.source(path)
    if (source !== null) return this.#cString(source).pointer
    this.#throw(`Cannot find module '${path.replace(MISSING, '')}'`)
    return 0
  }

  #resolve(specifier: string, from: string): number {
    // A missing module is refused when its source is asked for: the binding takes no refusal here.
    return this.#cString(this.#outside.resolve(specifier, from) ?? MISSING + specifier).pointer
  }

  #throw(message: string): number {
    const error = this.#ffi.QTS_NewError(this.#context)
    this.#ffi.QTS_SetProp(this.#context, error, this.#text('message'), this.#text(message))
    return this.#ffi.QTS_Throw(this.#context, error)
  }

  #property(object: JSValuePointer | JSValueConstPointer, key: string): JSValuePointer {
    return this.#ffi.QTS_GetProp(this.#context, object, this.#text(key))
  }

  #take(result: JSValuePointer): string {
    this.#check(result)
    const text = this.#read(result)
    this.#ffi.QTS_FreeValuePointer(this.#context, result)
    return text
  }

  #check(result: JSValuePointer): void {
    const error = this.#ffi.QTS_ResolveException(this.#context, result)
    if (error !== 0) throw new EngineFailure(this.#read(error))
  }

  #read(value: JSValuePointer | JSValueConstPointer): string {
    const pointer = this.#ffi.QTS_GetString(this.#context, value)
    if (pointer === 0) throw new EngineFailure('A text could not be read')
    const text = this.#module.UTF8ToString(pointer)
    this.#ffi.QTS_FreeCString(this.#context, pointer)
    return text
  }

  #text(text: string): JSValuePointer {
    const { pointer } = this.#cString(text)
    const value = this.#ffi.QTS_NewString(this.#context, pointer)
    this.#module._free(pointer)
    return value
  }

  #cString(text: string): { readonly pointer: BorrowedHeapCharPointer; readonly length: number } {
    const bytes = new TextEncoder().encode(text)
    const pointer = this.#module._malloc(bytes.length + 1)
    if (pointer === 0) throw new EngineFailure('out of memory')
    const target = new Uint8Array(this.#memory.buffer, pointer, bytes.length + 1)
    target.set(bytes)
    target[bytes.length] = 0
    return { pointer: pointer as BorrowedHeapCharPointer, length: bytes.length }
  }
}

interface EmscriptenModule {
  callbacks: unknown
  _malloc(size: number): number
  _free(pointer: number): void
  UTF8ToString(pointer: number): string
}
