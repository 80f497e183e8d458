import { keepingRecurring } from '../../core/keeping-recurring.ts'
import { bearsOnPolarity, markPolarity, type Word } from './polarity.ts'
import { Lexeme, Sentence, Token } from './sentence.ts'
import { stem } from './stem.ts'
import { clauseStarters } from './words.ts'

/** A text in its normal form: what patterns are matched on. */
export interface NormalText {
  readonly sentences: readonly Sentence[]
}

/** Signs that mean something, as words. */
const symbols: readonly (readonly [string, string])[] = [
  ['ReDoS', ' redos '],
  ['NaN', ' nan '],
  ["'..'", ' dotdot '],
  ['".."', ' dotdot '],
  ['../', ' dotdot '],
  ['...', ' '],
  ['===', ' tripleequal '],
  ['!==', ' notequal '],
  ['==', ' doubleequal '],
  ['!=', ' notequal '],
  ['<=', ' lessequal '],
  ['>=', ' greaterequal '],
  ['=>', ' '],
  ['->', ' '],
  ['??', ' nullishop '],
  ['?.', ' optionalchain '],
  ['||', ' orop '],
  ['&&', ' andop '],
  ['++', ' increment '],
  ['%', ' percent '],
]

/** Finds some sign of those above, or none, as in most texts. */
const SYMBOL = /ReDoS|NaN|\.\.|[=!]=|[<>]=|=>|->|\?[?.]|\|\||&&|\+\+|%/

/**
 * NFKC, invisible characters dropped, signs spelled out, split into sentences, clauses and words, stemmed, and each
 * word marked as affirmed or denied. Linear in the text but for the short lists that it is held against.
 */
export function normalText(text: string): NormalText {
  const spelled = spellSymbols(clean(text).slice(0, MOST_CHARACTERS))
  const sentences = spelled.split(/(?<=[.!?;](?=\s|$|["')\]]))|\n/)
  return { sentences: sentences.map(knownSentence).filter(({ tokens }) => tokens.length > 0) }
}

function spellSymbols(text: string): string {
  if (!SYMBOL.test(text)) return text
  return symbols.reduce((written, [sign, word]) => written.replaceAll(sign, word), text)
}

/** Characters that are cleaned to themselves. */
const CLEAN = /^[\n\t\x20-\x5f\x61-\x7e]*$/

/** The text as it is counted and cut: no invisible characters, plain apostrophes. */
export function clean(text: string): string {
  if (CLEAN.test(text)) return text
  return text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
}

/** No finding and no text of a task is nearly so long; what is longer is read so far, and in bounded time. */
const MOST_CHARACTERS = 20_000

const MOST_SENTENCES = 2000

/** A sentence by its spelling: reviewers, cheating ones above all, say the same thing again and again. */
const knownSentence = keepingRecurring(MOST_SENTENCES, readSentence)

function readSentence(spelling: string): Sentence {
  const compound = ASCII.test(spelling) ? ASCII_COMPOUND : COMPOUND
  const clauses: (readonly Token[])[] = []
  for (const part of spelling.split(/[,:](?=\s|$)|\s[-–—]+\s|[—()]/)) {
    let words: ReadWord[] = []
    for (const spelled of part.match(compound) ?? [])
      for (const word of knownWords(spelled)) {
        if (word.startsClause && words.length > 0) {
          clauses.push(readClause(words))
          words = []
        }
        words.push(word)
      }
    if (words.length > 0) clauses.push(readClause(words))
  }
  return new Sentence(spelling, clauses)
}

function readClause(words: readonly ReadWord[]): readonly Token[] {
  if (!words.some(({ bears }) => bears)) return words.map(({ affirmed }) => affirmed)
  const polarity = markPolarity(words)
  return words.map(({ affirmed }, index) => {
    const [denied = false, negated = false] = [polarity.denied[index], polarity.negated[index]]
    return denied || negated ? new Token(affirmed.lexeme, { denied, negated }) : affirmed
  })
}

/** Words of prose and of identifiers alike: `orderId`, `order_id` and *order id* read the same. */
const COMPOUND = /[\p{L}\p{N}]+(?:[-_']+[\p{L}\p{N}]+)*|'(?:s|re|ll|ve|d)\b/gu
/** Finds the same in a text of ASCII, sooner. */
const ASCII_COMPOUND = /[A-Za-z\d]+(?:[-_']+[A-Za-z\d]+)*|'(?:s|re|ll|ve|d)\b/g
const ASCII = /^[\0-\x7f]*$/

/** A word with all that is known of it wherever it stands. */
interface ReadWord extends Word {
  /** As it reads in a clause that does not deny it. */
  readonly affirmed: Token
  readonly startsClause: boolean
}

const MOST_COMPOUNDS = 20_000

/** The words of a compound by its spelling. */
const knownWords = keepingRecurring(MOST_COMPOUNDS, (compound): readonly ReadWord[] =>
  wordsOfCompound(compound).map(readWord),
)

const AFFIRMED = { denied: false, negated: false }

function readWord({ word, left }: SpelledWord): ReadWord {
  return {
    word,
    left,
    affirmed: new Token(new Lexeme(word, stem(word)), AFFIRMED),
    bears: bearsOnPolarity(word),
    startsClause: left === null && clauseStarters.has(word),
  }
}

/** A word of prose: nothing in it joins or begins another one. */
const SIMPLE = /^[A-Za-z]?[a-z\d]*$/

type SpelledWord = Pick<Word, 'word' | 'left'>

function wordsOfCompound(compound: string): readonly SpelledWord[] {
  if (SIMPLE.test(compound))
    return splitContraction(compound.toLowerCase()).map((word) => ({ word, left: null }))
  const parts = compound
    .split(/[-_]+/)
    .flatMap((part) => part.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/u))
    .map((part) => splitContraction(part.toLowerCase()))
  const words = parts.flat()
  return words.map((word, index) => ({ word, left: parts.length > 1 ? words.length - 1 - index : null }))
}

function splitContraction(word: string): readonly string[] {
  if (word === 'cannot') return ['can', 'not']
  if (word.endsWith("n't")) return [word.slice(0, -3), "n't"]
  const apostrophe = word.indexOf("'")
  return apostrophe > 0 ? [word.slice(0, apostrophe), word.slice(apostrophe)] : [word]
}
