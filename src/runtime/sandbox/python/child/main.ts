import { readFileSync, readSync, writeSync } from 'node:fs'
import process from 'node:process'
import { IMAGE_DESCRIPTOR, type Order, type Word } from '../protocol.ts'
import type { MakeEmscripten } from './emscripten.ts'
import { bootText, guestFiles } from './guest.ts'
import { PackedImage, packImage } from './image.ts'
import { Interpreter, type Parts } from './interpreter.ts'
import { withoutBridges } from './library.ts'
import { runIn } from './run.ts'

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

const file = (name: string) => readFileSync(`${folder}/${name}`)

async function loadParts(): Promise<Parts> {
  const [{ default: make }, compiled] = await Promise.all([
    import(`file://${folder}/pyodide.asm.mjs`) as Promise<{ readonly default: MakeEmscripten }>,
    WebAssembly.compile(file('pyodide.asm.wasm')),
  ])
  return { make, compiled, library: withoutBridges(file('python_stdlib.zip')) }
}

function readImage(): Uint8Array {
  const chunks: Buffer[] = []
  for (;;) {
    const chunk = Buffer.allocUnsafe(1 << 20)
    const size = readSome(chunk)
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(chunk.subarray(0, size))
  }
}

function readSome(chunk: Buffer): number {
  for (;;)
    try {
      return readSync(IMAGE_DESCRIPTOR, chunk)
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown
    }
}

function writeImage(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; )
    try {
      at += writeSync(IMAGE_DESCRIPTOR, bytes, at)
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown
    }
}

const say = (word: Word) => process.send?.(word)

const parts = await loadParts()
if (task === 'image') {
  writeImage(packImage(await Interpreter.boot(parts, guestFiles, bootText)))
  process.exit()
} else {
  const image = new PackedImage(readImage())
  const interpreter = await Interpreter.restore(parts, image)
  process.on('message', ({ input, isLast }: Order) => {
    say({ kind: 'ran', result: runIn(interpreter, input) })
    if (!isLast) say({ kind: interpreter.reset(parts, image) ? 'ready' : 'spent' })
  })
  say({ kind: 'ready' })
}
