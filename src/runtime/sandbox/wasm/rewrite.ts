import { ByteReader, joined, unsigned } from './bytes.ts'
import { EXTENDED, I32_CONST, LOOP, MEMORY_COPY, MEMORY_FILL, visitInstructions } from './instructions.ts'
import {
  contentOf,
  readBodies,
  readImports,
  readLocals,
  readSignatures,
  Section,
  type Sections,
  withBodies,
  withContent,
  withEntry,
} from './module.ts'

/** The name under which a metered module exports what is left of its work. */
export const METER = 'work'

const I32 = 0x7f
const END = 0x0b
const MUTABLE = 1
/** 2³¹ - 1, as WebAssembly writes it. */
const GREATEST = [0xff, 0xff, 0xff, 0xff, 0x07]
/** Bytes that a copy or a fill moves for one unit of work, as a power of two. */
const BULK_SHIFT = 5

/**
 * The same module, which counts its own work: one unit for each turn of each loop, and for each 32 bytes that are
 * copied or filled at once. The count goes down in an exported global; below zero the module traps. The same input
 * uses the same work on every machine, so work ends what no clock could end at the same place.
 */
export function metered(sections: Sections): Sections {
  const globals = contentOf(sections, Section.global)
  const index = readImports(sections).globals + new ByteReader(globals).unsigned()
  const signatures = readSignatures(sections)
  const bodies = readBodies(sections).map((body, at) =>
    meteredBody(body, signatures[at]?.params ?? 0, unsigned(index)),
  )
  const name = new TextEncoder().encode(METER)
  const exported = joined([unsigned(name.length), name, [3], unsigned(index)])
  const withGlobal = withContent(
    sections,
    Section.global,
    withEntry(globals, joined([[I32, MUTABLE, I32_CONST, ...GREATEST, END]])),
  )
  const withExport = withContent(
    withGlobal,
    Section.export,
    withEntry(contentOf(sections, Section.export), exported),
  )
  return withBodies(withExport, bodies)
}

function meteredBody(body: Uint8Array, params: number, meter: readonly number[]): Uint8Array {
  const locals = readLocals(body, params)
  const own = unsigned(locals.next)
  const parts: (Uint8Array | readonly number[])[] = [
    unsigned(locals.groups + 1),
    body.subarray(locals.start, locals.end),
    [1, I32],
  ]
  const [get, set, tee, back] = [
    [0x23, ...meter],
    [0x24, ...meter],
    [0x22, ...own],
    [0x20, ...own],
  ]
  const turn = [
    ...[...get, I32_CONST, 1, 0x6b, ...tee, ...set],
    ...[...back, I32_CONST, 0, 0x48, 0x04, 0x40, 0x00, END],
  ]
  const bulk = [...tee, ...get, ...back, I32_CONST, BULK_SHIFT, 0x76, 0x6b, ...set]
  let from = locals.end
  visitInstructions(body, locals.end, (opcode, extended, start, end) => {
    const isBulk = opcode === EXTENDED && (extended === MEMORY_COPY || extended === MEMORY_FILL)
    if (opcode !== LOOP && !isBulk) return
    const at = isBulk ? start : end
    parts.push(body.subarray(from, at), isBulk ? bulk : turn)
    from = at
  })
  return joined([...parts, body.subarray(from)])
}

/** The same module with another least size of the memory that it imports. */
export function withFirstPages(sections: Sections, pages: number): Sections {
  const { memory } = readImports(sections)
  if (memory === null) throw new Error('The WebAssembly imports no memory')
  const content = contentOf(sections, Section.import)
  const parts = [content.subarray(0, memory.start), unsigned(pages), content.subarray(memory.end)]
  return withContent(sections, Section.import, joined(parts))
}

/** The same module in which the one function that speaks of a text does nothing. */
export function withoutFunction(sections: Sections, text: string): Sections {
  const address = addressOf(sections, text)
  const bodies = readBodies(sections)
  const speaking = bodies.flatMap((body, index) => (mentions(body, address) ? index : []))
  const [only = -1, another] = speaking
  if (another !== undefined || readSignatures(sections)[only]?.results !== 0)
    throw new Error(`No function of the WebAssembly can be told by ${JSON.stringify(text)}`)
  return withBodies(
    sections,
    bodies.map((body, index) => (index === only ? Uint8Array.of(0, END) : body)),
  )
}

/** Where a text, ended by a zero, stands in the memory at first. */
function addressOf(sections: Sections, text: string): number {
  const wanted = `\0${text}\0`
  const reader = new ByteReader(contentOf(sections, Section.data))
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const isPassive = reader.unsigned() === 1
    if (!isPassive) reader.byte()
    const start = isPassive ? 0 : reader.signed()
    if (!isPassive) reader.byte()
    const found = Buffer.from(reader.take(reader.unsigned())).indexOf(wanted, 0, 'latin1')
    if (found !== -1 && !isPassive) return start + found + 1
  }
  throw new Error(`The WebAssembly has no text ${JSON.stringify(text)}`)
}

function mentions(body: Uint8Array, address: number): boolean {
  // Most bodies lack even the bytes, and need not be read.
  if (Buffer.from(body.buffer, body.byteOffset, body.length).indexOf(Buffer.from(constant(address))) === -1)
    return false
  let isFound = false
  visitInstructions(body, readLocals(body, 0).end, (opcode, _, start) => {
    if (opcode === I32_CONST && new ByteReader(body, start + 1).signed() === address) isFound = true
  })
  return isFound
}

/** The instruction for a number from 0 on: signed, so its last byte must not look negative. */
function constant(value: number): readonly number[] {
  const bytes = unsigned(value)
  const last = bytes.at(-1) ?? 0
  return [I32_CONST, ...(last < 0x40 ? bytes : [...bytes.slice(0, -1), last | 0x80, 0])]
}
