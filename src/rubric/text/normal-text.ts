import { markPolarity, type Polarity, type Word } from './polarity.ts'
import { stem } from './stem.ts'
import { clauseStarters } from './words.ts'

/** One word of a text, lower case. */
export interface Token extends Polarity {
  readonly word: string
  readonly stem: string
}

export interface Sentence {
  readonly clauses: readonly (readonly Token[])[]
  /** Those of all clauses. */
  readonly tokens: readonly Token[]
  /** The words, one blank between them: what regular expressions see. */
  readonly text: string
  readonly isQuestion: boolean
  /** Whether it spells a name as code does: in back quotes, with a dot, a bracket or an inner capital. */
  readonly spellsName: boolean
}

/** A text in its normal form: what patterns are matched on. */
export interface NormalText {
  readonly sentences: readonly Sentence[]
}

/** Back quotes are plain apostrophes by now. */
const NAME = /(?:^|[\s(])'[\p{L}_$#][^' ]*'|[\p{L}\p{N}][._][\p{L}]|\p{Ll}\p{Lu}|\p{L}\(|\p{Lu}{3,}_/u

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

/**
 * NFKC, invisible characters dropped, signs spelled out, split into sentences, clauses and words, stemmed, and each
 * word marked as affirmed or denied. Linear in the text but for the short lists that it is held against.
 */
export function normalText(text: string): NormalText {
  const spelled = symbols.reduce(
    (written, [sign, word]) => written.replaceAll(sign, word),
    clean(text).slice(0, MOST_CHARACTERS),
  )
  const sentences = spelled.split(/(?<=[.!?;](?=\s|$|["')\]]))|\n/)
  return { sentences: sentences.map(knownSentence).filter(({ tokens }) => tokens.length > 0) }
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

/** Sentences by their spelling: reviewers, cheating ones above all, say the same thing again and again. */
const known = new Map<string, Sentence>()
const MOST_KNOWN = 2000

function knownSentence(spelling: string): Sentence {
  const before = known.get(spelling)
  if (before) return before
  const sentence = readSentence(spelling)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(spelling, sentence)
  return sentence
}

function readSentence(sentence: string): Sentence {
  const clauses = sentence
    .split(/[,:](?=\s|$)|\s[-–—]+\s|[—()]/)
    .flatMap(splitClauses)
    .map(readClause)
  const tokens = clauses.flat()
  return {
    clauses,
    tokens,
    text: tokens.map(({ word }) => word).join(' '),
    isQuestion: sentence.trimEnd().endsWith('?'),
    spellsName: NAME.test(sentence),
  }
}

function readClause(words: readonly Word[]): readonly Token[] {
  const polarity = markPolarity(words)
  return words.map(({ word }, index) => {
    const { denied = false, negated = false } = polarity[index] ?? {}
    return { word, stem: stem(word), denied, negated }
  })
}

function splitClauses(part: string): readonly (readonly Word[])[] {
  const clauses: Word[][] = [[]]
  for (const word of wordsOf(part)) {
    if (clauseStarters.has(word.word) && word.left === null) clauses.push([])
    clauses.at(-1)?.push(word)
  }
  return clauses.filter((words) => words.length > 0)
}

/** Words of prose and of identifiers alike: `orderId`, `order_id` and *order id* read the same. */
function wordsOf(part: string): readonly Word[] {
  return (part.match(/[\p{L}\p{N}]+(?:[-_']+[\p{L}\p{N}]+)*|'(?:s|re|ll|ve|d)\b/gu) ?? []).flatMap(
    wordsOfCompound,
  )
}

/** A word of prose: nothing in it joins or begins another one. */
const SIMPLE = /^[A-Za-z]?[a-z\d]*$/

function wordsOfCompound(compound: string): readonly Word[] {
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
