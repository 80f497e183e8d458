import { ByteReader, joined, signed, unsigned } from './bytes.ts'
import {
  EXTENDED,
  I32_CONST,
  MEMORY_COPY,
  MEMORY_FILL,
  MEMORY_INIT,
  visitInstructions,
} from './instructions.ts'
import { readBodies, readLocals, readSignatures, type Sections, withBodies } from './module.ts'

const PAGE_SHIFT = 12
/** Bytes of memory for which there is one mark. */
export const PAGE = 1 << PAGE_SHIFT
/** Bytes behind a marked page that may have been written as well: a mark is set for where a structure begins, without the offset of what is written in it. */
export const SLACK = 128
/** Bytes that one instruction writes, at most. */
const WIDEST = 8

const [I32, I64, F32, F64] = [0x7f, 0x7e, 0x7d, 0x7c]
const [GET, SET, TEE] = [0x20, 0x21, 0x22]
const [ADD, SUBTRACT, SHIFT_RIGHT] = [0x6a, 0x6b, 0x76]
const STORE_BYTE = 0x3a
/** The type of what each instruction writes. */
const STORED: ReadonlyMap<number, number> = new Map([
  ...[0x36, STORE_BYTE, 0x3b].map((opcode) => [opcode, I32] as const),
  ...[0x37, 0x3c, 0x3d, 0x3e].map((opcode) => [opcode, I64] as const),
  ...([
    [0x38, F32],
    [0x39, F64],
  ] as const),
])
const BULK = new Set([MEMORY_INIT, MEMORY_COPY, MEMORY_FILL])

/**
 * The same module, which says where it writes: whatever writes to its memory sets the byte of that page, from `marks` on, to 1 afterwards. Who overwrites a mark
 * so marks the page in which the marks are. Offsets within `SLACK` are not counted, so a write may also be in the first bytes of the page after the marked one.
 */
export function marking(sections: Sections, marks: number): Sections {
  const signatures = readSignatures(sections)
  return withBodies(
    sections,
    readBodies(sections).map((body, at) => markingBody(body, signatures[at]?.params ?? 0, marks)),
  )
}

function markingBody(body: Uint8Array, params: number, marks: number): Uint8Array {
  const locals = readLocals(body, params)
  const own = (at: number) => unsigned(locals.next + at)
  const [address, count] = [own(0), own(1)]
  const values = new Map([I32, I64, F32, F64].map((type, at) => [type, own(2 + at)]))
  const word = own(2)
  const mark = [I32_CONST, PAGE_SHIFT, SHIFT_RIGHT, I32_CONST, 1, STORE_BYTE, 0, ...unsigned(marks)]
  const markOne = Uint8Array.from([GET, ...address, ...mark])
  const parts: (Uint8Array | readonly number[])[] = []
  let from = locals.end
  visitInstructions(body, locals.end, (opcode, extended, start, end) => {
    const value = values.get(STORED.get(opcode) ?? 0)
    if (value) {
      parts.push(body.subarray(from, start), [SET, ...value, TEE, ...address, GET, ...value])
      const offset = offsetOf(body, start)
      parts.push(body.subarray(start, end))
      if (offset <= SLACK - WIDEST) parts.push(markOne)
      else parts.push([GET, ...address, I32_CONST, ...signed(offset), ADD, ...mark])
    } else if (opcode === EXTENDED && BULK.has(extended)) {
      parts.push(body.subarray(from, start), [SET, ...count, SET, ...word, TEE, ...address])
      parts.push([GET, ...word, GET, ...count], body.subarray(start, end))
      parts.push([
        ...[GET, ...address, I32_CONST, PAGE_SHIFT, SHIFT_RIGHT, TEE, ...word],
        ...[I32_CONST, ...signed(marks), ADD, I32_CONST, 1],
        ...[GET, ...address, GET, ...count, ADD, I32_CONST, ...signed(PAGE - 1), ADD],
        ...[I32_CONST, PAGE_SHIFT, SHIFT_RIGHT, GET, ...word, SUBTRACT],
        ...[EXTENDED, MEMORY_FILL, 0],
      ])
    } else return
    from = end
  })
  if (parts.length === 0) return body
  return joined([
    unsigned(locals.groups + 4),
    body.subarray(locals.start, locals.end),
    [3, I32, 1, I64, 1, F32, 1, F64],
    ...parts,
    body.subarray(from),
  ])
}

/** The offset of an instruction that writes, behind its alignment. */
function offsetOf(body: Uint8Array, start: number): number {
  const reader = new ByteReader(body, start + 1)
  reader.passNumber()
  return reader.unsigned()
}
