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

/** Reads the brackets and commas alone, because millions of parsed values would already be the harm. */
function findExcess(text: string): { readonly message: string; readonly offset: number } | null {
  let depth = 0
  let values = 1
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text[offset]
    if (character === '"') offset = endOfString(text, offset)
    else if (character === ']' || character === '}') depth -= 1
    else if (character === '[' || character === '{' || character === ',') {
      values += 1
      if (character !== ',') depth += 1
      if (depth > MAX_DEPTH) return { message: `Nested deeper than ${MAX_DEPTH} levels`, offset }
      if (values > MAX_VALUES) return { message: `More than ${MAX_VALUES} values`, offset }
    }
  }
  return null
}

function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    const character = text[offset]
    if (character === '\\') offset += 1
    else if (character === '"') return offset
  }
  return text.length
}
