/** What is used of the module that Emscripten made of CPython: its memory, its file tree and the functions of CPython's C interface. */
export interface Emscripten {
  readonly HEAPU8: Uint8Array
  readonly HEAPU32: Uint32Array
  readonly FS: Files
  readonly ENV: Record<string, string>
  /** The address of a flag: whether the interpreter asks for signals while it runs. */
  readonly _Py_EMSCRIPTEN_SIGNAL_HANDLING: number
  /** The address of the count of steps until the next question. */
  readonly _Py_emscripten_signal_clock: number
  /** The address of the address of the table of built-in modules. */
  readonly _PyImport_Inittab: number
  _emscripten_stack_get_base(): number
  _emscripten_stack_get_end(): number
  _PyThreadState_Get(): number
  _PyUnstable_ThreadState_SetStackProtection(thread: number, start: number, size: number): number
  _malloc(size: number): number
  _free(address: number): void
  _PyRun_SimpleString(text: number): number
  _PyImport_AddModule(name: number): number
  _PyObject_GetAttrString(object: number, name: number): number
  _PyObject_CallOneArg(callable: number, argument: number): number
  _PyUnicode_FromStringAndSize(text: number, size: number): number
  _PyUnicode_AsUTF8AndSize(object: number, size: number): number
  _PyErr_Clear(): void
  _Py_DecRef(object: number): void
}

export interface Files {
  mkdirTree(path: string): void
  writeFile(path: string, bytes: Uint8Array, options?: { readonly canOwn: boolean }): void
  staticInit(): void
  init(): void
  /** The number of the next device. */
  readonly createDevice: { major: number }
  ignorePermissions: boolean
  getStream(descriptor: number): { stream_ops: object; readonly tty?: object } | null
}

export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>
export type MakeEmscripten = (options: object) => Promise<Emscripten>
