import { readSync, readvSync, writeSync } from 'node:fs'
import { PAGE, SLACK } from '../../wasm/marks.ts'
import { IMAGE_DESCRIPTOR, IMAGE_START } from '../protocol.ts'
import { areMarksWritten, takeMarks } from './marks.ts'

/** An interpreter at rest: its memory, and the two numbers that are outside of it. */
export interface Image {
  readonly memory: Uint8Array
  readonly stackPointer: number
  /** The address of the function that answers. */
  readonly entry: number
}

/** Fewer pages than these between two extents are written with them: each extent costs, too. */
const NEAR = 4
const HEADER = 5
/** What a system reads into at once, at most. */
const MOST_BUFFERS = 1024

const zeros = new Uint8Array(256 * PAGE)
const emptyPiece = new Uint8Array(PAGE + SLACK)

/** Writes an image, of which pages that hold nothing are left out, and the module that runs it. */
export function writeImage({ memory, stackPointer, entry }: Image, module: Uint8Array): void {
  const extents = extentsOf(memory)
  const head = Uint32Array.from([
    ...[memory.length, stackPointer, entry, module.length],
    ...[extents.length, ...extents.flat()],
  ])
  let at = IMAGE_START
  for (const part of [
    new Uint8Array(head.buffer),
    ...extents.map(([start, end]) => memory.subarray(start, end)),
    module,
  ])
    for (let done = 0; done < part.length; ) {
      const size = writeSync(IMAGE_DESCRIPTOR, part, done, part.length - done, at)
      done += size
      at += size
    }
}

/** Starts and ends of what holds something. */
function extentsOf(memory: Uint8Array): readonly (readonly [number, number])[] {
  const extents: [number, number][] = []
  for (let start = 0; start < memory.length; start += PAGE) {
    if (isZero(memory.subarray(start, start + PAGE))) continue
    const last = extents.at(-1)
    if (last && start - last[1] <= NEAR * PAGE) last[1] = start + PAGE
    else extents.push([start, start + PAGE])
  }
  return extents
}

/** An image in its file. It is read into a memory as often as one is to begin with it; only those pages of it are kept that runs write to. */
export class StoredImage {
  readonly size: number
  readonly stackPointer: number
  readonly entry: number
  readonly #extents: readonly (readonly [number, number])[]
  readonly #start: number
  readonly #moduleSize: number
  /** What the pages that were written to hold in the image, each with the beginning of the next. */
  readonly #pieces: (Uint8Array | undefined)[] = []

  private constructor(head: Uint32Array, extents: Uint32Array) {
    const [size = 0, stackPointer = 0, entry = 0, moduleSize = 0] = head
    this.size = size
    this.stackPointer = stackPointer
    this.entry = entry
    this.#moduleSize = moduleSize
    this.#extents = Array.from({ length: extents.length / 2 }, (_, index) => [
      extents[2 * index] ?? 0,
      extents[2 * index + 1] ?? 0,
    ])
    this.#start = IMAGE_START + head.byteLength + extents.byteLength
  }

  static open(): StoredImage {
    const head = readWords(IMAGE_START, HEADER)
    return new StoredImage(head, readWords(IMAGE_START + head.byteLength, 2 * (head[HEADER - 1] ?? 0)))
  }

  /** The module that runs it. */
  readModule(): Uint8Array {
    const module = new Uint8Array(this.#moduleSize)
    const position = this.#start + this.#extents.reduce((sum, [start, end]) => sum + end - start, 0)
    if (readSync(IMAGE_DESCRIPTOR, module, 0, module.length, position) !== module.length)
      throw new Error('The image is cut short')
    return module
  }

  /** Makes a memory what it was when the image was taken, as `copyInto`, where only what is marked may have been written to. Without marks that can be trusted, it does all. */
  copyMarked(memory: Uint8Array): void {
    if (areMarksWritten(memory)) {
      this.copyInto(memory)
      return
    }
    for (const page of takeMarks(memory)) {
      const at = page * PAGE
      const piece = this.#pieces[page] ?? this.#readPiece(at)
      this.#pieces[page] = piece
      memory.set(at + piece.length > memory.length ? piece.subarray(0, memory.length - at) : piece, at)
    }
  }

  #readPiece(at: number): Uint8Array {
    let piece = emptyPiece
    let position = this.#start
    for (const [start, end] of this.#extents) {
      const from = Math.max(start, at)
      const to = Math.min(end, at + PAGE + SLACK)
      if (from < to) {
        if (piece === emptyPiece) piece = new Uint8Array(PAGE + SLACK)
        if (readSync(IMAGE_DESCRIPTOR, piece, from - at, to - from, position + from - start) !== to - from)
          throw new Error('The image is cut short')
      }
      position += end - start
    }
    return piece
  }

  /** Makes a memory what it was when the image was taken; what it has beyond that is zero. */
  copyInto(memory: Uint8Array): void {
    let position = this.#start
    for (let from = 0; from < this.#extents.length; from += MOST_BUFFERS) {
      const parts = this.#extents
        .slice(from, from + MOST_BUFFERS)
        .map(([start, end]) => memory.subarray(start, end))
      const size = parts.reduce((sum, { length }) => sum + length, 0)
      if (readvSync(IMAGE_DESCRIPTOR, parts, position) !== size) throw new Error('The image is cut short')
      position += size
    }
    let end = 0
    for (const [start, next] of [...this.#extents, [memory.length, memory.length]] as const) {
      clear(memory.subarray(end, start))
      end = next
    }
  }
}

function readWords(position: number, count: number): Uint32Array {
  const words = new Uint32Array(count)
  if (readSync(IMAGE_DESCRIPTOR, words, 0, words.byteLength, position) !== words.byteLength)
    throw new Error('The image is cut short')
  return words
}

/** Makes everything zero. What nobody has written to yet is only looked at, so that it takes no room. */
function clear(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length)
    if (!isZero(part)) part.fill(0)
  }
}

function isZero(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, zeros.subarray(0, bytes.length)) === 0
}
