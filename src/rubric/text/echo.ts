/** From this many words on, a run that also stands in the served code is quotation, not explanation. */
const ECHO_WORDS = 5

const WORD = /[\p{L}\p{N}_$]+/gu

/** Takes away what a text copied from the code. */
export type EchoFilter = (text: string) => string

/** Knows every run of five words of some files. */
export function createEchoFilter(codes: readonly string[]): EchoFilter {
  const files = codes.map((code) => wordsOf(code.normalize('NFKC')).map(({ word }) => word))
  const known = new Set(files.flat())
  let runs: ReadonlySet<string> | null = null
  return (text) => {
    if (!hasRunOf(known, text)) return text
    runs ??= new Set(files.flatMap(runsOf))
    const words = wordsOf(text)
    const isEcho = new Array<boolean>(words.length).fill(false)
    for (const [index, run] of runsOf(words.map(({ word }) => word)).entries())
      if (runs.has(run)) isEcho.fill(true, index, index + ECHO_WORDS)
    return without(text, words, isEcho)
  }
}

/** Whether five words of a text, one after the other, all stand somewhere in the code: few of what people write do. */
function hasRunOf(known: ReadonlySet<string>, text: string): boolean {
  let length = 0
  for (const word of text.match(WORD) ?? []) {
    length = known.has(word.toLowerCase()) ? length + 1 : 0
    if (length === ECHO_WORDS) return true
  }
  return false
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
