/** The parts of WebAssembly that `@types/node` leaves to the DOM library. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Memory {
    constructor(size: { initial: number; maximum: number })
    readonly buffer: ArrayBuffer
  }
  class Instance {
    constructor(module: Module, imports: object)
    readonly exports: object
  }
  class Global {
    value: number
  }
  function compile(bytes: Uint8Array): Promise<Module>
  class RuntimeError extends Error {}
}
