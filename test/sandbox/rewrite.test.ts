import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { readSections, writeSections } from '../../src/runtime/sandbox/wasm/module.ts'
import { METER, metered, withoutFunction } from '../../src/runtime/sandbox/wasm/rewrite.ts'

const { resolve } = createRequire(import.meta.url)

/** A module with one function, which turns a loop as often as it is told, and fills 64 KB at the end. */
const looping = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 1, 0x7f, 0],
  ...[2, 1, 0],
  ...[3, 2, 1, 0],
  ...[5, 3, 1, 0, 1],
  ...[6, 1, 0],
  ...[7, 7, 1, 3, 0x72, 0x75, 0x6e, 0, 0],
  ...[10, 29, 1, 27, 0, 0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
  ...[0x41, 0, 0x41, 0, 0x41, 0x80, 0x80, 0x04, 0xfc, 11, 0, 0x0b],
])

function instantiate() {
  const module = new WebAssembly.Module(writeSections(metered(readSections(looping))))
  const exports = new WebAssembly.Instance(module, {}).exports
  return { run: exports.run as (turns: number) => void, meter: exports[METER] as WebAssembly.Global }
}

describe('a metered module', () => {
  test.each([
    [1, 1 + 65_536 / 32],
    [1000, 1000 + 65_536 / 32],
  ])('counts %i turns and 64 KB as %i', (turns, work) => {
    const { run, meter } = instantiate()
    meter.value = 10_000
    run(turns)
    expect(meter.value).toBe(10_000 - work)
  })

  test('traps when its work is spent', () => {
    const { run, meter } = instantiate()
    meter.value = 999
    expect(() => run(1000)).toThrow(WebAssembly.RuntimeError)
    expect(meter.value).toBe(-1)
  })
})

describe.each(['@jitl/quickjs-wasmfile-release-sync/wasm', '@sqlite.org/sqlite-wasm/sqlite3.wasm'])(
  '%s',
  (path) => {
    const bytes = readFileSync(resolve(path))

    test('is written as it was read', () => {
      expect(Buffer.compare(writeSections(readSections(bytes)), bytes)).toBe(0)
    })

    test('is valid when it is metered', () => {
      expect(() => new WebAssembly.Module(writeSections(metered(readSections(bytes))))).not.toThrow()
    })

    test('has no function that speaks of a text it does not have', () => {
      expect(() => withoutFunction(readSections(bytes), 'nobody says this')).toThrow('has no text')
    })
  },
)
