/** An interpreter at rest: its memory, and the two numbers that are outside of it. */
export interface Image {
  readonly memory: Uint8Array
  readonly stackPointer: number
  /** The address of the function that answers. */
  readonly entry: number
}

const PAGE = 4096
const HEADER = 4

/** An image as bytes; pages that hold nothing are left out. */
export function packImage({ memory, stackPointer, entry }: Image): Uint8Array {
  const pages: number[] = []
  const words = new BigUint64Array(memory.buffer, memory.byteOffset, memory.length / 8)
  const perPage = PAGE / 8
  for (let page = 0; page * PAGE < memory.length; page += 1)
    if (words.subarray(page * perPage, (page + 1) * perPage).some((word) => word !== 0n)) pages.push(page)
  const head = Uint32Array.from([memory.length, stackPointer, entry, pages.length, ...pages])
  const packed = new Uint8Array(head.byteLength + pages.length * PAGE)
  packed.set(new Uint8Array(head.buffer))
  let at = head.byteLength
  for (const page of pages) {
    packed.set(memory.subarray(page * PAGE, (page + 1) * PAGE), at)
    at += PAGE
  }
  return packed
}

/** A packed image, read where it lies. */
export class PackedImage {
  readonly #head: Uint32Array
  readonly #bytes: Uint8Array

  constructor(packed: Uint8Array) {
    // A Buffer's `slice` would share its memory, and begin elsewhere in it.
    const bytes = new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength)
    const count = new Uint32Array(bytes.slice(0, HEADER * 4).buffer)[HEADER - 1] ?? 0
    this.#head = new Uint32Array(bytes.slice(0, (HEADER + count) * 4).buffer)
    this.#bytes = bytes.subarray((HEADER + count) * 4)
  }

  get size(): number {
    return this.#head[0] ?? 0
  }
  get stackPointer(): number {
    return this.#head[1] ?? 0
  }
  get entry(): number {
    return this.#head[2] ?? 0
  }

  /** Makes a memory of the same size what it was when the image was taken. */
  copyInto(memory: Uint8Array): void {
    memory.fill(0)
    this.#head.subarray(HEADER).forEach((page, index) => {
      memory.set(this.#bytes.subarray(index * PAGE, (index + 1) * PAGE), page * PAGE)
    })
  }
}
