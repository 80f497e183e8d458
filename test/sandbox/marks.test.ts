import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areMarksWritten, MARKS, mark, takeMarks } from '../../src/runtime/sandbox/python/child/marks.ts'
import { marking, PAGE, SLACK } from '../../src/runtime/sandbox/wasm/marks.ts'
import { readSections, writeSections } from '../../src/runtime/sandbox/wasm/module.ts'

const { resolve } = createRequire(import.meta.url)
const PAGES = 160
const SIZE = PAGES * 65_536
const [I32, I64, F32, F64] = [0x7f, 0x7e, 0x7d, 0x7c]
const FAR = [0x90, 0x4e]

/** What a function does with its first parameter, an address; its second is what it writes, of a type, or how much. */
const functions: Readonly<Record<string, readonly [second: number, instructions: readonly number[]]>> = {
  byte: [I32, [0x20, 0, 0x20, 1, 0x3a, 0, 0]],
  short: [I32, [0x20, 0, 0x20, 1, 0x3b, 0, 120]],
  word: [I32, [0x20, 0, 0x20, 1, 0x36, 0, 121]],
  'byte of 64 bits': [I64, [0x20, 0, 0x20, 1, 0x3c, 0, 7]],
  'short of 64 bits': [I64, [0x20, 0, 0x20, 1, 0x3d, 0, 0]],
  'word of 64 bits': [I64, [0x20, 0, 0x20, 1, 0x3e, 0, ...FAR]],
  long: [I64, [0x20, 0, 0x20, 1, 0x37, 0, 120]],
  float: [F32, [0x20, 0, 0x20, 1, 0x38, 0, ...FAR]],
  double: [F64, [0x20, 0, 0x20, 1, 0x39, 0, 120]],
  fill: [I32, [0x20, 0, 0x41, 7, 0x20, 1, 0xfc, 11, 0]],
  copy: [I32, [0x20, 0, 0x41, 3, 0x20, 1, 0xfc, 10, 0, 0]],
}
const names = Object.keys(functions)

/** A module that exports those functions by their number, and its memory, of which every byte is 9 at first where `copy` reads. */
function moduleOf(): Uint8Array {
  const all = Object.values(functions)
  const types = all.flatMap(([second]) => [0x60, 2, I32, second, 0])
  const bodies = all.flatMap(([, code]) => [code.length + 2, 0, ...code, 0x0b])
  const exported = all.flatMap((_, at) => [1, 0x61 + at, 0, at])
  const section = (id: number, content: readonly number[]) => [
    id,
    content.length | 0x80,
    content.length >> 7,
    ...content,
  ]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [all.length, ...types]),
    ...section(3, [all.length, ...all.keys()]),
    ...section(5, [1, 0, PAGES | 0x80, PAGES >> 7]),
    ...section(7, [all.length + 1, 1, 0x6d, 2, 0, ...exported]),
    ...section(10, [all.length, ...bodies]),
  ])
}

const compiled = new WebAssembly.Module(writeSections(marking(readSections(moduleOf()), MARKS)))

function instantiate() {
  const { m, ...exports } = new WebAssembly.Instance(compiled, {}).exports
  const memory = new Uint8Array((m as WebAssembly.Memory).buffer)
  const call = (name: string, address: number, second: number) => {
    const [type] = functions[name] ?? []
    const written = exports[String.fromCharCode(0x61 + names.indexOf(name))] as (...given: unknown[]) => void
    written(address, type === I64 ? BigInt(second) : second)
  }
  return { memory, call }
}

const written = fc.record({
  name: fc.constantFrom(...names),
  address: fc.oneof(
    fc.nat(SIZE - 20_000),
    fc
      .tuple(fc.nat(PAGES * 16 - 8), fc.integer({ min: -16, max: 16 }))
      .map(([page, off]) => Math.max(0, page * PAGE + off)),
  ),
  second: fc.integer({ min: 0, max: 9000 }),
})

test('all that differs is on a page with a mark, or at the beginning of the next', () => {
  fc.assert(
    fc.property(fc.array(written, { maxLength: 6 }), (all) => {
      const { memory, call } = instantiate()
      for (const { name, address, second } of all) call(name, address, second)
      if (areMarksWritten(memory)) return
      for (const page of takeMarks(memory)) memory.fill(0, page * PAGE, (page + 1) * PAGE + SLACK)
      expect(Buffer.compare(memory, new Uint8Array(SIZE))).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('who writes to the marks cannot take away what says so', () => {
  const ownMark = MARKS + MARKS / PAGE
  for (const name of names)
    for (const address of [
      MARKS - 8,
      MARKS,
      ownMark - 121,
      ownMark - 120,
      ownMark - 7,
      ownMark,
      ownMark + 7,
    ]) {
      const { memory, call } = instantiate()
      // Zeros as a number of any size, and so many zeros copied.
      call(name, address, 256 * 256)
      call(name, address, 256 * 256)
      expect([name, address, areMarksWritten(memory)]).toEqual([name, address, true])
    }
})

test('what writes nothing marks nothing', () => {
  const { memory, call } = instantiate()
  call('fill', PAGE, 0)
  call('copy', PAGE, 0)
  expect(takeMarks(memory)).toEqual([])
})

test('what JavaScript writes is marked by hand, up to the end of the memory', () => {
  const memory = new Uint8Array(SIZE)
  mark(memory, PAGE - 1, 2)
  mark(memory, SIZE - 1, 1)
  expect(takeMarks(memory)).toEqual([0, 1, SIZE / PAGE - 1])
  expect(takeMarks(memory)).toEqual([])
})

test('Pyodide is valid with marks', () => {
  const bytes = readFileSync(resolve('pyodide/pyodide.asm.wasm'))
  expect(Buffer.compare(writeSections(readSections(bytes)), bytes)).toBe(0)
  expect(WebAssembly.validate(writeSections(marking(readSections(bytes), MARKS)))).toBe(true)
})
