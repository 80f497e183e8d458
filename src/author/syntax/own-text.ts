/** V8 copies pieces that are shorter. */
const SHORTEST_PIECE = 13

/**
 * The same text as one that stands for itself. A piece of a text keeps the whole of it in memory, and takes two bytes a
 * character where the whole does.
 */
export function ownText(text: string): string {
  if (text.length < SHORTEST_PIECE) return text
  const encoding = /^[\0-\xFF]*$/.test(text) ? 'latin1' : 'utf16le'
  return Buffer.from(text, encoding).toString(encoding)
}
