/** The parts of WebAssembly that `@types/node` leaves to the DOM library. */
declare namespace WebAssembly {
  type ImportValue = object | number
  type Imports = Record<string, Record<string, ImportValue>>
  class Module {
    constructor(bytes: Uint8Array)
    static imports(module: Module): readonly { module: string; name: string; kind: string }[]
  }
  class Memory {
    constructor(size: { initial: number; maximum: number })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Global {
    value: number
  }
  class Table {
    grow(by: number): number
    set(index: number, value: unknown): void
  }
  class Instance {
    constructor(module: Module, imports: object)
    readonly exports: Readonly<Record<string, unknown>>
  }
  function compile(bytes: Uint8Array): Promise<Module>
  function validate(bytes: Uint8Array): boolean
  class RuntimeError extends Error {}
}
