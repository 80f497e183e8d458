/** The longest line that is read: far above what an episode can write. */
const MAX_LINE_BYTES = 64 * 1024 * 1024

const NEWLINE = 10

/** One line of a file: its text, where it begins, and whether the file goes on behind it. */
export interface Line {
  readonly text: string
  readonly start: number
  readonly isWhole: boolean
}

/** The lines of a file that comes in pieces; a line that no newline ends was torn off. Holds one line at a time. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let open: Uint8Array[] = []
  let length = 0
  let start = 0
  const take = (isWhole: boolean): Line => {
    const text = decoder.decode(open.length === 1 ? open[0] : Buffer.concat(open))
    const line = { text, start, isWhole }
    start += length + 1
    open = []
    length = 0
    return line
  }
  for await (const piece of pieces) {
    let from = 0
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      open.push(piece.subarray(from, at))
      length += at - from
      from = at + 1
      yield take(true)
    }
    if (from === piece.length) continue
    open.push(piece.slice(from))
    length += piece.length - from
    if (length > MAX_LINE_BYTES) throw new Error(`A line of more than ${MAX_LINE_BYTES} bytes`)
  }
  if (length > 0) yield take(false)
}
