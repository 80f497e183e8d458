import type { NormalText, Sentence, Token } from '../text/normal-text.ts'
import { stem } from '../text/stem.ts'
import { distinctMatch } from './distinct-match.ts'

/** Whether a token may be affirmed, must be denied, or either. */
type Polarity = 'affirmed' | 'denied' | 'either'

export interface Term {
  readonly polarity: Polarity
  readonly stems: ReadonlySet<string>
  readonly prefixes: readonly string[]
}

/** A compiled pattern: words in one sentence near each other, or a regular expression on it. */
export type Pattern =
  | {
      readonly kind: 'words'
      readonly window: number
      readonly terms: readonly Term[]
      /** Those with fewer alternatives first: they rule more sentences out. */
      readonly narrowestFirst: readonly Term[]
    }
  | { readonly kind: 'regex'; test(sentence: string): boolean }

/** Tokens between the first and the last word of a match, both included, unless `@W` says otherwise. */
const DEFAULT_WINDOW = 12
const MAX_WINDOW = 40
const MAX_TERMS = 8

export type PatternResult =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly message: string; readonly start: number; readonly end: number }

/**
 * Compiles a pattern: terms separated by blanks, alternatives joined by `|`, `x*` for a prefix, `!` for a word that
 * must be denied, `~` for one that may be either, `@W` for the window.
 */
export function compilePattern(
  source: string,
  compileRegex: (source: string) => PatternResult,
): PatternResult {
  if (source.startsWith('re:')) return compileRegex(source.slice(3))
  const terms: Term[] = []
  let window = DEFAULT_WINDOW
  for (const { 0: text, index: start } of source.matchAll(/\S+/g)) {
    const end = start + text.length
    const fail = (message: string): PatternResult => ({ ok: false, message, start, end })
    if (/^@\d+$/.test(text)) {
      window = Number(text.slice(1))
      if (window < 1 || window > MAX_WINDOW) return fail(`A window has 1 to ${MAX_WINDOW} words`)
      continue
    }
    const term = readTerm(text)
    if (typeof term === 'string') return fail(term)
    terms.push(term)
  }
  if (terms.length === 0)
    return { ok: false, message: 'A pattern needs a word', start: 0, end: source.length }
  if (terms.length > MAX_TERMS || terms.length > window)
    return {
      ok: false,
      message: `A pattern has at most ${Math.min(MAX_TERMS, window)} terms here`,
      start: 0,
      end: source.length,
    }
  const width = ({ stems, prefixes }: Term) => stems.size + prefixes.length
  const narrowestFirst = terms.toSorted((a, b) => width(a) - width(b))
  return { ok: true, pattern: { kind: 'words', window, terms, narrowestFirst } }
}

function readTerm(text: string): Term | string {
  const [, mark = '', rest = ''] = /^([!~]?)(.*)$/.exec(text) ?? []
  const stems = new Set<string>()
  const prefixes: string[] = []
  for (const alternative of rest.split('|')) {
    const [, word, star] = /^([\p{Ll}\p{N}']+)(\*?)$/u.exec(alternative) ?? []
    if (word === undefined)
      return alternative === ''
        ? 'An alternative is empty'
        : `\`${alternative}\` is not a lower-case word, with \`*\` for a prefix`
    if (star) prefixes.push(word)
    else stems.add(stem(word))
  }
  return { polarity: mark === '!' ? 'denied' : mark === '~' ? 'either' : 'affirmed', stems, prefixes }
}

/** How polarity counts: as it is written, or not at all (to tell a denial from a different subject). */
export type PolarityUse = 'heeded' | 'ignored'

/** Whether a pattern holds somewhere in a text: all terms on different words of one sentence, within the window. */
export function matchesPattern(pattern: Pattern, text: NormalText, use: PolarityUse = 'heeded'): boolean {
  for (const sentence of text.sentences) if (matchesSentence(pattern, sentence, use)) return true
  return false
}

/** The same of one sentence. */
export function matchesSentence(
  pattern: Pattern,
  { text, tokens }: Sentence,
  use: PolarityUse = 'heeded',
): boolean {
  if (pattern.kind === 'regex') return pattern.test(text)
  const { terms, narrowestFirst, window } = pattern
  // Most patterns fail at a term of which a sentence has no word, so that is asked first.
  const words = wordsOf(tokens)
  for (const term of narrowestFirst) if (!mayFit(term, words)) return false
  const places: number[][] = []
  for (const term of terms) {
    const indexes: number[] = []
    tokens.forEach((token, index) => {
      if (fits(term, token, use)) indexes.push(index)
    })
    if (indexes.length === 0) return false
    places.push(indexes)
  }
  if (places.length === 1) return true
  const starts = [...new Set(places.flat())].sort((a, b) => a - b)
  return starts.some((start) =>
    distinctMatch(
      places.map((indexes) => indexes.filter((index) => index >= start && index < start + window)),
    ),
  )
}

/** The words of a sentence as they are looked up: their stems, and all of them in one text with a blank before each. */
interface Words {
  readonly stems: ReadonlySet<string>
  readonly text: string
}

const wordsOfSentence = new WeakMap<readonly Token[], Words>()

/** Made once. */
function wordsOf(tokens: readonly Token[]): Words {
  const known = wordsOfSentence.get(tokens)
  if (known) return known
  const words = {
    stems: new Set(tokens.map(({ stem }) => stem)),
    text: tokens.map(({ word }) => ` ${word}`).join(''),
  }
  wordsOfSentence.set(tokens, words)
  return words
}

/** Whether any word of a sentence could fit, its polarity apart. */
function mayFit({ stems, prefixes }: Term, words: Words): boolean {
  for (const stem of stems) if (words.stems.has(stem)) return true
  for (const prefix of prefixes) if (words.text.includes(` ${prefix}`)) return true
  return false
}

function fits({ polarity, stems, prefixes }: Term, token: Token, use: PolarityUse): boolean {
  if (use === 'heeded' && polarity === 'affirmed' && token.denied) return false
  if (use === 'heeded' && polarity === 'denied' && !token.negated) return false
  return stems.has(token.stem) || prefixes.some((prefix) => token.word.startsWith(prefix))
}
