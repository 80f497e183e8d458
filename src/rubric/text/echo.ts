/** From this many words on, a run that also stands in the served code is quotation, not explanation. */
const ECHO_WORDS = 5

const WORD = /[\p{L}\p{N}_$]+/gu
/** Finds the same in a text of ASCII, sooner. */
const ASCII_WORD = /[\w$]+/g
const ASCII = /^[\0-\x7f]*$/

/** Takes away what a text copied from the code. */
export type EchoFilter = (text: string) => string

/** Knows every run of five words of some files. */
export function createEchoFilter(codes: readonly string[]): EchoFilter {
  const files = codes.map((code) => spelledIn(code.normalize('NFKC')).map((word) => word.toLowerCase()))
  const known = new Set(files.flat())
  let runs: ReadonlySet<string> | null = null
  return (text) => {
    const words = spelledIn(text)
    let isEcho: boolean[] | null = null
    for (const { start, end } of stretchesOf(known, words)) {
      runs ??= new Set(files.flatMap(runsOf))
      const stretch = words.slice(start, end).map((word) => word.toLowerCase())
      for (const [index, run] of runsOf(stretch).entries()) {
        if (!runs.has(run)) continue
        isEcho ??= new Array<boolean>(words.length).fill(false)
        isEcho.fill(true, start + index, start + index + ECHO_WORDS)
      }
    }
    return isEcho ? without(text, wordsOf(text), isEcho) : text
  }
}

/** A stretch of a text that the filter takes away. */
export interface Echo {
  readonly text: string
  /** Where it, or as much of it as stands in one place, stands: the number of the file, and offsets in it. */
  readonly place: { readonly file: number; readonly start: number; readonly end: number }
}

/** What {@link createEchoFilter} of these files takes away from a text, and where that stands in them. */
export function echoesIn(codes: readonly string[], text: string): readonly Echo[] {
  const files = codes.map(placedWordsOf)
  const words = wordsOf(text)
  const echoes: Echo[] = []
  for (let at = 0; at + ECHO_WORDS <= words.length; at += 1) {
    const first = longestRun(files, words, at)
    if (first === null) continue
    let end = at + first.length
    // Runs that overlap are one stretch, though they stand in several places.
    for (let next = at + 1; next < end; next += 1)
      end = Math.max(end, next + (longestRun(files, words, next)?.length ?? 0))
    echoes.push({ text: text.slice(words[at]?.start, words[end - 1]?.end), place: first.place })
    at = end - 1
  }
  return echoes
}

interface Run {
  /** In words. */
  readonly length: number
  readonly place: Echo['place']
}

/** The longest run of words from `at` on that stands in a file; null where it is shorter than an echo. */
function longestRun(
  files: readonly (readonly PlacedWord[])[],
  words: readonly PlacedWord[],
  at: number,
): Run | null {
  let longest: Run | null = null
  for (const [file, known] of files.entries())
    for (const [from, { start }] of known.entries()) {
      let length = 0
      while (words[at + length] && words[at + length]?.word === known[from + length]?.word) length += 1
      if (length < Math.max(ECHO_WORDS, (longest?.length ?? 0) + 1)) continue
      longest = { length, place: { file, start, end: known[from + length - 1]?.end ?? start } }
    }
  return longest
}

/** The words that the filter knows of a file, at their places in the file as it is written. */
function placedWordsOf(code: string): readonly PlacedWord[] {
  return wordsOf(code).map((one) => ({ ...one, word: one.word.normalize('NFKC').toLowerCase() }))
}

/** Where five words or more of a text, one after the other, all stand somewhere in the code: few of what people write do. */
function stretchesOf(
  known: ReadonlySet<string>,
  words: readonly string[],
): readonly { readonly start: number; readonly end: number }[] {
  const isKnown = (index: number) => known.has((words[index] ?? '').toLowerCase())
  const found = []
  let end = 0
  // Of five words one is at every fifth place, so most others need not be looked up.
  for (let at = ECHO_WORDS - 1; at < words.length; at += ECHO_WORDS) {
    if (at < end || !isKnown(at)) continue
    let start = at
    while (start > end && isKnown(start - 1)) start -= 1
    end = at + 1
    while (end < words.length && isKnown(end)) end += 1
    if (end - start >= ECHO_WORDS) found.push({ start, end })
  }
  return found
}

/** The words of a text as it spells them. */
function spelledIn(text: string): readonly string[] {
  return text.match(ASCII.test(text) ? ASCII_WORD : WORD) ?? []
}

interface PlacedWord {
  readonly word: string
  readonly start: number
  readonly end: number
}

function wordsOf(text: string): readonly PlacedWord[] {
  return [...text.matchAll(WORD)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

function runsOf(words: readonly string[]): readonly string[] {
  return words
    .slice(0, Math.max(0, words.length - ECHO_WORDS + 1))
    .map((_, index) => words.slice(index, index + ECHO_WORDS).join(' '))
}

/** The text without the marked words, and without the signs between two of them. */
function without(text: string, words: readonly PlacedWord[], isMarked: readonly boolean[]): string {
  let kept = ''
  let position = 0
  for (const [index, { start, end }] of words.entries()) {
    if (!isMarked[index]) continue
    if (index === 0 || !isMarked[index - 1]) kept += text.slice(position, start)
    position = end
  }
  return kept + text.slice(position)
}
