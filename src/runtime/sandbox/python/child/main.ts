import { readFileSync, writeSync } from 'node:fs'
import type { MakeEmscripten } from './emscripten.ts'
import { bootText, guestFiles } from './guest.ts'
import { StoredImage, writeImage } from './image.ts'
import { Interpreter, type Parts } from './interpreter.ts'
import { withoutBridges } from './library.ts'
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

// The engine reads functions at their first call; Python tries at its start whether it can read one with new instructions.
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(Module, [bytes]) {
    if (!WebAssembly.validate(bytes)) throw new TypeError('Unknown instructions')
    return new Module(bytes)
  },
})

const file = (name: string) => readFileSync(`${folder}/${name}`)

async function loadParts(): Promise<Parts> {
  const [{ default: make }, compiled] = await Promise.all([
    import(`file://${folder}/pyodide.asm.mjs`) as Promise<{ readonly default: MakeEmscripten }>,
    WebAssembly.compile(file('pyodide.asm.wasm')),
  ])
  return { make, compiled, library: withoutBridges(file('python_stdlib.zip')) }
}

/** Does what it is told until whoever tells it is gone. */
function serve(interpreter: Interpreter): void {
  let image: StoredImage | null = null
  for (let order = hear(); order !== null; order = hear()) {
    if (order.kind === 'restore') {
      image = StoredImage.open()
      interpreter.restore(image)
      warmUp(interpreter)
    } else say({ kind: 'ran', result: runIn(interpreter, order.input) })
    if (image === null || (order.kind === 'run' && order.isLast)) continue
    interpreter.restore(image)
    say({ kind: 'ready' })
  }
}

async function main(): Promise<void> {
  const parts = await loadParts()
  if (task === 'image') writeImage(await Interpreter.boot(parts, guestFiles, bootText))
  else serve(await Interpreter.prepare(parts))
}

main().then(
  () => process.exit(),
  (error) => {
    writeSync(2, String(error?.stack ?? error))
    process.exit(1)
  },
)
