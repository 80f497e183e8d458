/** A file's text with the name that messages call it by: a path relative to the working folder, `/` as separator. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** Half-open range of UTF-16 offsets in one source. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** A place for people: both 1-based, the column in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

export function spanOf(source: Source, start: number, end: number): Span {
  return { source, start, end }
}

/** Line and column of an offset; a line ends at LF, a CR before it belongs to the line. */
export function positionAt(source: Source, offset: number): Position {
  const before = source.text.slice(0, offset)
  const lastBreak = before.lastIndexOf('\n')
  let line = 1
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line += 1
  return { line, column: offset - lastBreak }
}

/** The text of a 1-based line without its line break, or null beyond the end. */
export function lineText(source: Source, line: number): string | null {
  const text = source.text.split('\n')[line - 1]
  return text === undefined ? null : text.replace(/\r$/, '')
}
