import { base64FromBytes, bytesFromBase64 } from './base64.ts'
import { bytesOf, textOf } from './buffer.ts'
import { DOMException } from './exception.ts'
import { textFromUtf8, utf8FromText } from './utf8.ts'

export class TextEncoder {
  readonly encoding = 'utf-8'
  encode(text = ''): Uint8Array {
    return utf8FromText(String(text))
  }
}

export class TextDecoder {
  readonly encoding: string
  readonly fatal: boolean
  readonly ignoreBOM: boolean
  constructor(encoding = 'utf-8', options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    const name = encoding.toLowerCase()
    if (!['utf-8', 'utf8', 'latin1', 'ascii', 'iso-8859-1', 'windows-1252'].includes(name))
      throw new RangeError(`The "${encoding}" encoding is not supported`)
    this.encoding = name.startsWith('utf') ? 'utf-8' : 'windows-1252'
    this.fatal = options.fatal === true
    this.ignoreBOM = options.ignoreBOM === true
  }
  decode(bytes: Uint8Array | ArrayBuffer = new Uint8Array()): string {
    const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes
    if (this.encoding !== 'utf-8') return textOf(view, 'latin1')
    const text = textFromUtf8(view, this.fatal ? 'throw' : 'replace')
    return this.ignoreBOM || !text.startsWith('\uFEFF') ? text : text.slice(1)
  }
}

const invalid = (what: string) => new DOMException(what, 'InvalidCharacterError')

export function atob(text: string): string {
  const digits = String(text).replaceAll(/[\t\n\f\r ]/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(digits) || digits.replace(/=+$/, '').length % 4 === 1)
    throw invalid('The string to be decoded is not correctly encoded.')
  return textOf(bytesFromBase64(digits), 'latin1')
}

export function btoa(text: string): string {
  if ([...String(text)].some((char) => (char.codePointAt(0) ?? 0) > 255)) throw invalid('Invalid character')
  return base64FromBytes(bytesOf(String(text), 'latin1'))
}
