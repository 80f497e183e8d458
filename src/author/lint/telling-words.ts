import { normalText } from '../../rubric/text/normal-text.ts'
import { stem } from '../../rubric/text/stem.ts'

/** Words that announce a defect, whatever it is. */
const ANNOUNCING: ReadonlySet<string> = new Set(
  `bug buggy bugs bugfix defect defective exploit exploitable fixme flaw flawed hack insecure vulnerable vulnerability
  vulnerabilities xxx`.split(/\s+/),
)

/**
 * What in a text, or in a name of code, gives a defect away: a word that announces one, or the name of one of these
 * kinds, its words one after the other. Null when nothing does.
 */
export function tellingWord(text: string, kinds: readonly string[]): string | null {
  if (isASCII.test(text) && !mayTell(text.toLowerCase(), kinds)) return null
  const sentences = normalText(text).sentences.map(({ tokens }) => tokens)
  const announcing = sentences.flat().find(({ word }) => ANNOUNCING.has(word))
  if (announcing) return announcing.word
  const names = kinds.filter((kind) => kind.includes('-'))
  return (
    names.find((kind) => {
      const stems = kind.split('-').map(stem)
      return sentences.some((tokens) =>
        tokens.some((_, start) => stems.every((one, index) => tokens[start + index]?.stem === one)),
      )
    }) ?? null
  )
}

const isASCII = /^[\x20-\x7e\n]*$/
/** Words of one stem begin alike, as far as this. */
const LETTERS = 3

/** Whether it is worth reading word by word: most names and comments have not even the letters. */
function mayTell(text: string, kinds: readonly string[]): boolean {
  return (
    kinds.some((kind) => text.includes(kind.slice(0, LETTERS))) ||
    [...ANNOUNCING].some((word) => text.includes(word))
  )
}
