import { readFileSync, writeSync } from 'node:fs'
import { marking } from '../../wasm/marks.ts'
import { readSections, writeSections } from '../../wasm/module.ts'
import type { MakeEmscripten } from './emscripten.ts'
import { bootText, guestFiles } from './guest.ts'
import { StoredImage, writeImage } from './image.ts'
import { Interpreter, type Parts } from './interpreter.ts'
import { withoutBridges } from './library.ts'
import { MARKS } from './marks.ts'
import { hear, say } from './orders.ts'
import { runIn } from './run.ts'
import { warmUp } from './warm-up.ts'

/** The child's side of the pool. Arguments: what to do, and the folder of the package. */
const [, , task, folder = ''] = process.argv

const FIXED = 1_767_225_600_000
const HostDate = Date
// What the file tree says of its times comes from here.
Object.assign(globalThis, {
  Date: class extends HostDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [FIXED] : given) as [number]))
    }
    static override now(): number {
      return FIXED
    }
  },
})
// The permission model has no bindings; Emscripten asks for the flags of files only.
Object.assign(process, { binding: () => ({ fs: {} }) })

// Python tries at its start whether the engine can read a module with new instructions, which would write to the memory without marks.
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(Module, [bytes]) {
    if (!WebAssembly.validate(bytes)) throw new TypeError('Unknown instructions')
    const module = new Module(bytes)
    if (Module.imports(module).some(({ kind }) => kind === 'memory'))
      throw new TypeError('A module that shares the memory')
    return module
  },
})

const file = (name: string) => readFileSync(`${folder}/${name}`)

type Loaded = Omit<Parts, 'compiled'>

async function load(): Promise<Loaded> {
  const { default: make } = (await import(`file://${folder}/pyodide.asm.mjs`)) as {
    readonly default: MakeEmscripten
  }
  return { make, library: withoutBridges(file('python_stdlib.zip')) }
}

async function makeImage(loaded: Loaded): Promise<void> {
  const bytes = file('pyodide.asm.wasm')
  const parts = { ...loaded, compiled: await WebAssembly.compile(bytes) }
  const image = await Interpreter.boot(parts, guestFiles, bootText)
  writeImage(image, writeSections(marking(readSections(bytes), MARKS)))
}

/** Does what it is told until whoever tells it is gone. It is told first that the image is whole. */
async function serve(loaded: Loaded): Promise<void> {
  if (hear()?.kind !== 'restore') return
  const image = StoredImage.open()
  const compiled = await WebAssembly.compile(image.readModule())
  const interpreter = await Interpreter.prepare({ ...loaded, compiled })
  interpreter.restore(image)
  warmUp(interpreter)
  interpreter.restore(image)
  say({ kind: 'ready' })
  for (let order = hear(); order !== null; order = hear()) {
    if (order.kind !== 'run') continue
    say({ kind: 'ran', result: runIn(interpreter, order.input) })
    if (!order.isLast) interpreter.restore(image)
  }
}

async function main(): Promise<void> {
  const loaded = await load()
  await (task === 'image' ? makeImage(loaded) : serve(loaded))
}

main().then(
  () => process.exit(),
  (error) => {
    writeSync(2, String(error?.stack ?? error))
    process.exit(1)
  },
)
