/** Reads the binary format of WebAssembly from front to back. */
export class ByteReader {
  readonly bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length
  }

  byte(): number {
    const value = this.bytes[this.at]
    if (value === undefined) throw new RangeError('The WebAssembly ends too early')
    this.at += 1
    return value
  }

  /** An unsigned number of up to 32 bits. */
  unsigned(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const part = this.byte()
      value += (part & 0x7f) * 2 ** shift
      if (part < 0x80) return value
    }
  }

  /** A signed number of 32 bits. */
  signed(): number {
    let value = 0
    let shift = 0
    for (;;) {
      const part = this.byte()
      value |= (part & 0x7f) << shift
      shift += 7
      if (part < 0x80) return shift < 32 && part & 0x40 ? value | (-1 << shift) : value
    }
  }

  /** Passes over a number of any size. */
  passNumber(): void {
    while (this.byte() >= 0x80);
  }

  take(length: number): Uint8Array {
    const taken = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return taken
  }

  text(): string {
    return new TextDecoder().decode(this.take(this.unsigned()))
  }
}

export function unsigned(value: number): readonly number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) | 0x80)
  }
}

export function signed(value: number): readonly number[] {
  const bytes: number[] = []
  for (let rest = value | 0; ; rest >>= 7) {
    const part = rest & 0x7f
    if (rest >> 6 === (part & 0x40 ? -1 : 0)) return [...bytes, part]
    bytes.push(part | 0x80)
  }
}

export function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
