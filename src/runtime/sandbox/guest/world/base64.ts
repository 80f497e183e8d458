const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of base64 or base64url text; what is neither digit is skipped, as Node does. */
export function bytesFromBase64(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? ''
    if (char === '=') break
    const digit = DIGITS.indexOf(char === '-' ? '+' : char === '_' ? '/' : char)
    if (digit === -1) continue
    held = ((held << 6) | digit) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[bytes.length] = (held >> bits) & 255
  }
  return new Uint8Array(bytes)
}

export function base64FromBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const a = bytes[at] ?? 0
    const b = bytes[at + 1]
    const c = bytes[at + 2]
    text += (DIGITS[a >> 2] ?? '') + (DIGITS[((a & 3) << 4) | ((b ?? 0) >> 4)] ?? '')
    text += b === undefined ? '=' : DIGITS[((b & 15) << 2) | ((c ?? 0) >> 6)]
    text += c === undefined ? '=' : DIGITS[c & 63]
  }
  return text
}
