export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly offset: number }

/** Deeper values than this, or texts of more values, come from nobody who means well. */
const MAX_DEPTH = 64
const MAX_VALUES = 50_000

/** JSON from a stranger: never throws, and refuses what is too deep or too numerous to be walked safely. */
export function parseJson(text: string): ParsedJson {
  const excess = findExcess(text)
  if (excess) return { ok: false, ...excess }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, message, offset: Number(offsetInMessage.exec(message)?.[1] ?? 0) }
  }
}

/** V8 ends its message with the place, unless it quotes the text instead; the text may say anything. */
const offsetInMessage = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c

/** Reads the brackets and commas alone, because millions of parsed values would already be the harm. */
function findExcess(text: string): { readonly message: string; readonly offset: number } | null {
  let depth = 0
  let values = 1
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charCodeAt(offset)
    if (character === QUOTE) offset = endOfString(text, offset)
    else if (character === 0x5d || character === 0x7d) depth -= 1
    else if (character === 0x5b || character === 0x7b || character === COMMA) {
      values += 1
      if (character !== COMMA) depth += 1
      if (depth > MAX_DEPTH) return { message: `Nested deeper than ${MAX_DEPTH} levels`, offset }
      if (values > MAX_VALUES) return { message: `More than ${MAX_VALUES} values`, offset }
    }
  }
  return null
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1
    if ((end - first) % 2 === 0) return end
  }
  return text.length
}
