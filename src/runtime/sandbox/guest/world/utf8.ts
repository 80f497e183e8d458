/** The UTF-8 bytes of a text; lone surrogates become U+FFFD. */
export function utf8FromText(text: string): Uint8Array {
  const bytes: number[] = []
  const push = (byte: number) => {
    bytes[bytes.length] = byte
  }
  for (let index = 0; index < text.length; index += 1) {
    let code = text.codePointAt(index) ?? 0
    if (code > 0xffff) index += 1
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd
    if (code < 0x80) push(code)
    else if (code < 0x800) {
      push(0xc0 | (code >> 6))
      push(0x80 | (code & 63))
    } else if (code < 0x10000) {
      push(0xe0 | (code >> 12))
      push(0x80 | ((code >> 6) & 63))
      push(0x80 | (code & 63))
    } else {
      push(0xf0 | (code >> 18))
      push(0x80 | ((code >> 12) & 63))
      push(0x80 | ((code >> 6) & 63))
      push(0x80 | (code & 63))
    }
  }
  return new Uint8Array(bytes)
}

/** The text of UTF-8 bytes; what is malformed becomes U+FFFD, or throws when it is fatal. */
export function textFromUtf8(bytes: Uint8Array, onMalformed: 'replace' | 'throw' = 'replace'): string {
  let text = ''
  let at = 0
  const malformed = () => {
    if (onMalformed === 'throw') throw new TypeError('The encoded data was not valid for encoding utf-8')
    text += '\uFFFD'
  }
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    at += 1
    if (first < 0x80) {
      text += String.fromCharCode(first)
      continue
    }
    const more =
      first >= 0xc2 && first < 0xe0
        ? 1
        : first >= 0xe0 && first < 0xf0
          ? 2
          : first >= 0xf0 && first < 0xf5
            ? 3
            : 0
    if (more === 0) {
      malformed()
      continue
    }
    let code = first & (0x3f >> more)
    let read = 0
    for (; read < more; read += 1) {
      const next = bytes[at]
      const [low, high] = read === 0 ? bounds(first) : [0x80, 0xbf]
      if (next === undefined || next < low || next > high) break
      code = (code << 6) | (next & 63)
      at += 1
    }
    if (read < more) malformed()
    else text += String.fromCodePoint(code)
  }
  return text
}

/** What the second byte may be, so that no code has two spellings and surrogates have none. */
function bounds(first: number): readonly [number, number] {
  if (first === 0xe0) return [0xa0, 0xbf]
  if (first === 0xed) return [0x80, 0x9f]
  if (first === 0xf0) return [0x90, 0xbf]
  if (first === 0xf4) return [0x80, 0x8f]
  return [0x80, 0xbf]
}
