import { base64FromBytes, bytesFromBase64 } from './base64.ts'
import { textFromUtf8, utf8FromText } from './utf8.ts'

const unpadded = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The bytes of a text in one of Node's encodings. */
export function bytesOf(text: string, encoding = 'utf8'): Uint8Array {
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return utf8FromText(text)
    case 'base64':
    case 'base64url':
      return bytesFromBase64(text)
    case 'hex': {
      const digits = /^(?:[\da-f]{2})*/i.exec(text)?.[0] ?? ''
      return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
        Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
      )
    }
    case 'latin1':
    case 'binary':
    case 'ascii':
      return Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index) & 255)
    default:
      throw new TypeError(`Unknown encoding: ${encoding}`)
  }
}

/** Bytes as text in one of Node's encodings. */
export function textOf(bytes: Uint8Array, encoding = 'utf8'): string {
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return textFromUtf8(bytes)
    case 'base64':
      return base64FromBytes(bytes)
    case 'base64url':
      return unpadded(base64FromBytes(bytes))
    case 'hex': {
      let text = ''
      for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
      return text
    }
    case 'latin1':
    case 'binary':
    case 'ascii': {
      let text = ''
      for (const byte of bytes) text += String.fromCharCode(encoding === 'ascii' ? byte & 127 : byte)
      return text
    }
    default:
      throw new TypeError(`Unknown encoding: ${encoding}`)
  }
}

/** Its instances are bytes; its static side is ours to say. */
const Bytes: new (...args: never[]) => Uint8Array<ArrayBuffer> = Uint8Array

/** Node's Buffer, as far as the world declares it. */
export class Buffer extends Bytes {
  static from(source: string | Iterable<number> | ArrayBuffer, encoding?: string): Buffer {
    if (typeof source === 'string') return adopt(bytesOf(source, encoding))
    return adopt(source instanceof ArrayBuffer ? new Uint8Array(source) : Uint8Array.from(source))
  }
  static alloc(size: number, fill: number | string = 0): Buffer {
    const buffer = make(size)
    if (typeof fill === 'number') {
      buffer.fill(fill)
      return buffer
    }
    const pattern = bytesOf(fill)
    if (pattern.length > 0)
      for (let at = 0; at < size; at += 1) buffer[at] = pattern[at % pattern.length] ?? 0
    return buffer
  }
  static concat(parts: readonly Uint8Array[], length?: number): Buffer {
    const joined = make(length ?? parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      joined.set(part.subarray(0, Math.max(0, joined.length - at)), Math.min(at, joined.length))
      at += part.length
    }
    return joined
  }
  static byteLength(text: string | Uint8Array, encoding?: string): number {
    return typeof text === 'string' ? bytesOf(text, encoding).length : text.byteLength
  }
  static isBuffer(value: unknown): value is Buffer {
    return value instanceof Buffer
  }
  static compare(a: Uint8Array, b: Uint8Array): number {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1)
      if (a[at] !== b[at]) return (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1
    return Math.sign(a.length - b.length)
  }
  override toString(encoding?: string, start = 0, end = this.length): string {
    return textOf(this.subarray(start, end), encoding)
  }
  equals(other: Uint8Array): boolean {
    return Buffer.compare(this, other) === 0
  }
  compare(other: Uint8Array): number {
    return Buffer.compare(this, other)
  }
  write(text: string, offset = 0): number {
    const bytes = utf8FromText(text).subarray(0, Math.max(0, this.length - offset))
    this.set(bytes, offset)
    return bytes.length
  }
  copy(target: Uint8Array, targetStart = 0, start = 0, end = this.length): number {
    const part = this.subarray(start, Math.min(end, start + Math.max(0, target.length - targetStart)))
    target.set(part, targetStart)
    return part.length
  }
  readUInt8(offset = 0): number {
    return this.#read(offset, 1)
  }
  readUInt16BE(offset = 0): number {
    return this.#read(offset, 2)
  }
  readUInt32BE(offset = 0): number {
    return this.#read(offset, 4)
  }
  writeUInt8(value: number, offset = 0): number {
    return this.#write(value, offset, 1)
  }
  writeUInt16BE(value: number, offset = 0): number {
    return this.#write(value, offset, 2)
  }
  writeUInt32BE(value: number, offset = 0): number {
    return this.#write(value, offset, 4)
  }
  toJSON(): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) }
  }
  #check(offset: number, size: number): void {
    if (offset < 0 || offset + size > this.length)
      throw new RangeError(`The value of "offset" is out of range. Received ${offset}`)
  }
  #read(offset: number, size: number): number {
    this.#check(offset, size)
    let value = 0
    for (let at = 0; at < size; at += 1) value = value * 256 + (this[offset + at] ?? 0)
    return value
  }
  #write(value: number, offset: number, size: number): number {
    this.#check(offset, size)
    if (value < 0 || value >= 256 ** size)
      throw new RangeError(`The value of "value" is out of range. Received ${value}`)
    for (let at = size - 1, rest = value; at >= 0; at -= 1, rest = Math.floor(rest / 256))
      this[offset + at] = rest % 256
    return offset + size
  }
}

function adopt(bytes: Uint8Array): Buffer {
  return Reflect.construct(Buffer, [bytes.buffer, bytes.byteOffset, bytes.length])
}

function make(size: number): Buffer {
  return Reflect.construct(Buffer, [size])
}
