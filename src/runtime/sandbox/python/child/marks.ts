import { PAGE } from '../../wasm/marks.ts'
import type { Emscripten } from './emscripten.ts'

/** Where the interpreter's module marks the pages that it writes to: in the middle of its stack, of which CPython leaves all but the beginning. */
export const MARKS = 8 * 1024 * 1024
/** A byte for each page that there may be: Emscripten gives a program up to a fifth more than its room. */
const SIZE = (256 * 1024 * 1024) / PAGE

/** Throws where the marks would not lie in a part of the stack that nothing uses. `used` is what CPython uses of it. */
export function checkPlace(module: Emscripten, used: number): void {
  const end = module._emscripten_stack_get_end()
  const start = module._emscripten_stack_get_base() - used
  if (MARKS - PAGE < end || MARKS + SIZE > start) throw new Error('There is no room for marks')
}

/** Marks what JavaScript writes to. */
export function mark(memory: Uint8Array, at: number, size: number): void {
  const end = Math.min(at + size, memory.length)
  for (let page = Math.floor(at / PAGE); page * PAGE < end; page += 1) memory[MARKS + page] = 1
}

/** Whether something has written to the marks themselves, or just before them. */
export function areMarksWritten(memory: Uint8Array): boolean {
  return memory.subarray(MARKS + MARKS / PAGE - 1, MARKS + (MARKS + SIZE) / PAGE).includes(1)
}

/** The pages that are marked, which they are no longer. */
export function takeMarks(memory: Uint8Array): readonly number[] {
  const pages: number[] = []
  const marks = memory.subarray(MARKS, MARKS + SIZE)
  for (let page = marks.indexOf(1); page !== -1; page = marks.indexOf(1, page + 1)) pages.push(page)
  marks.fill(0)
  return pages
}
