const BLOCK = 4096

interface Stretch {
  readonly start: number
  readonly bytes: Uint8Array
}

/** What a WebAssembly memory held at a moment. */
export interface MemoryImage {
  /** The size of the memory in bytes. */
  readonly length: number
  /** What it holds is this image, where there is one, and else zeros … */
  readonly base: MemoryImage | null
  /** … except for these stretches. */
  readonly stretches: readonly Stretch[]
}

/** The content of a memory; of one that was made from a base, only what is different now. */
export function imageOf(memory: WebAssembly.Memory, base: MemoryImage | null = null): MemoryImage {
  const now = new Uint8Array(memory.buffer)
  const before = new Uint8Array(now.length)
  if (base !== null) write(before, base)
  const stretches: Stretch[] = []
  const isSame = (start: number) =>
    Buffer.compare(now.subarray(start, start + BLOCK), before.subarray(start, start + BLOCK)) === 0
  for (let start = 0; start < now.length; start += BLOCK) {
    if (isSame(start)) continue
    let end = start + BLOCK
    while (end < now.length && !isSame(end)) end += BLOCK
    stretches.push({ start, bytes: now.slice(start, end) })
    start = end
  }
  return { length: now.length, base, stretches }
}

/** Makes a memory of the image's size, or a larger one, hold what the image holds, and nothing else. */
export function restoreMemory(memory: WebAssembly.Memory, image: MemoryImage): void {
  const bytes = new Uint8Array(memory.buffer)
  bytes.fill(0)
  write(bytes, image)
}

function write(bytes: Uint8Array, { base, stretches }: MemoryImage): void {
  if (base !== null) write(bytes, base)
  for (const stretch of stretches) bytes.set(stretch.bytes, stretch.start)
}
