import { ByteReader, joined, unsigned } from './bytes.ts'

export const Section = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10, data: 11 } as const

/** A WebAssembly module's sections, in their order. */
export type Sections = readonly { readonly id: number; readonly content: Uint8Array }[]

const HEADER = 8

export function readSections(bytes: Uint8Array): Sections {
  const reader = new ByteReader(bytes, HEADER)
  const sections: { readonly id: number; readonly content: Uint8Array }[] = []
  while (!reader.isAtEnd) {
    const id = reader.byte()
    sections.push({ id, content: reader.take(reader.unsigned()) })
  }
  return sections
}

export function writeSections(sections: Sections): Uint8Array {
  const parts = sections.flatMap(({ id, content }) => [[id, ...unsigned(content.length)], content])
  return joined([[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], ...parts])
}

export function contentOf(sections: Sections, id: number): Uint8Array {
  const found = sections.find((section) => section.id === id)
  if (!found) throw new Error(`The WebAssembly has no section ${id}`)
  return found.content
}

/** The sections with the content of one replaced. */
export function withContent(sections: Sections, id: number, content: Uint8Array): Sections {
  return sections.map((section) => (section.id === id ? { id, content } : section))
}

/** A section's content with one more entry at its end. */
export function withEntry(content: Uint8Array, entry: Uint8Array): Uint8Array {
  const reader = new ByteReader(content)
  const count = reader.unsigned()
  return joined([unsigned(count + 1), content.subarray(reader.at), entry])
}

/** The bodies of the functions that the module has of its own: locals and instructions, without their length. */
export function readBodies(sections: Sections): readonly Uint8Array[] {
  const reader = new ByteReader(contentOf(sections, Section.code))
  return Array.from({ length: reader.unsigned() }, () => reader.take(reader.unsigned()))
}

interface Locals {
  /** Groups of locals of one type, which follow each other from `start` to `end`, where the instructions begin. */
  readonly groups: number
  readonly start: number
  readonly end: number
  /** The number that one more local would have. */
  readonly next: number
}

/** The locals that a body begins with, of a function that takes so many parameters. */
export function readLocals(body: Uint8Array, params: number): Locals {
  const reader = new ByteReader(body)
  const groups = reader.unsigned()
  const start = reader.at
  let next = params
  for (let left = groups; left > 0; left -= 1) {
    next += reader.unsigned()
    reader.byte()
  }
  return { groups, start, end: reader.at, next }
}

export function withBodies(sections: Sections, bodies: readonly Uint8Array[]): Sections {
  const parts = bodies.flatMap((body) => [unsigned(body.length), body])
  return withContent(sections, Section.code, joined([unsigned(bodies.length), ...parts]))
}

export interface Signature {
  readonly params: number
  readonly results: number
}

/** How many values each function of `readBodies` takes and gives. */
export function readSignatures(sections: Sections): readonly Signature[] {
  const types = new ByteReader(contentOf(sections, Section.type))
  const known = Array.from({ length: types.unsigned() }, () => {
    types.byte()
    const params = types.take(types.unsigned()).length
    return { params, results: types.take(types.unsigned()).length }
  })
  const used = new ByteReader(contentOf(sections, Section.function))
  return Array.from({ length: used.unsigned() }, () => known[used.unsigned()] ?? { params: 0, results: 0 })
}

interface MemoryImport {
  /** Where in the section's content the least number of pages stands, and where it ends. */
  readonly start: number
  readonly end: number
}

/** What the import section says of the things that others number on from: globals, and the memory's first size. */
export function readImports(sections: Sections): {
  readonly globals: number
  readonly memory: MemoryImport | null
} {
  const reader = new ByteReader(contentOf(sections, Section.import))
  let globals = 0
  let memory: MemoryImport | null = null
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    reader.text()
    reader.text()
    const kind = reader.byte()
    if (kind === 0) reader.passNumber()
    else if (kind === 3) {
      reader.take(2)
      globals += 1
    } else {
      if (kind === 1) reader.byte()
      const hasMaximum = (reader.byte() & 1) === 1
      const start = reader.at
      reader.passNumber()
      if (kind === 2) memory = { start, end: reader.at }
      if (hasMaximum) reader.passNumber()
    }
  }
  return { globals, memory }
}
