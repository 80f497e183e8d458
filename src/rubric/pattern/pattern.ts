import type { NormalText } from '../text/normal-text.ts'
import type { Sentence, Token } from '../text/sentence.ts'
import { stem } from '../text/stem.ts'
import { distinctMatch } from './distinct-match.ts'
import { Marks, marksOf, marksOfSentence, marksOfText, vocabulary } from './marks.ts'

/** Whether a token may be affirmed, must be denied, or either. */
type Polarity = 'affirmed' | 'denied' | 'either'

export interface Term {
  readonly polarity: Polarity
  readonly stems: ReadonlySet<string>
  readonly prefixes: readonly string[]
}

/** Marks of which some word of a sentence must bear one. */
export type Need = readonly number[]

/** A compiled pattern: words in one sentence near each other, or a regular expression on it. */
export type Pattern =
  | {
      readonly kind: 'words'
      /** One for each term: a word that bears none of these marks does not fit. */
      readonly needs: readonly Need[]
      readonly window: number
      /** Those with fewer alternatives first: they rule more sentences out. */
      readonly terms: readonly Term[]
    }
  | {
      readonly kind: 'regex'
      /** What every sentence that it holds on has, the rarest first. */
      readonly needs: readonly Need[]
      /** Whether it holds on a sentence, which is searched whatever it has. */
      search(sentence: string): boolean
    }

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
  terms.sort((a, b) => width(a) - width(b))
  return { ok: true, pattern: { kind: 'words', needs: terms.map(needOf), window, terms } }
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
  return {
    polarity: mark === '!' ? 'denied' : mark === '~' ? 'either' : 'affirmed',
    stems,
    prefixes,
  }
}

function needOf({ stems, prefixes }: Term): Need {
  return [
    ...Array.from(stems, (one) => vocabulary.numberOf('stem', one)),
    ...prefixes.map((one) => vocabulary.numberOf('prefix', one)),
  ]
}

/** How polarity counts: as it is written, or not at all (to tell a denial from a different subject). */
export type PolarityUse = 'heeded' | 'ignored'

/** Whether a pattern holds somewhere in a text: all terms on different words of one sentence, within the window. */
export function matchesPattern(pattern: Pattern, text: NormalText, use: PolarityUse = 'heeded'): boolean {
  // Most patterns fail at something that no word of a text bears, so that is asked first.
  if (!marksOfText(text).hasSomeOfEach(pattern.needs)) return false
  return text.sentences.some(
    (sentence) =>
      marksOfSentence(sentence).hasSomeOfEach(pattern.needs) && holdsWhereNeedsAre(pattern, sentence, use),
  )
}

/** Whether a pattern holds on a sentence, which has what it needs. */
export function holdsWhereNeedsAre(
  pattern: Pattern,
  sentence: Sentence,
  use: PolarityUse = 'heeded',
): boolean {
  return pattern.kind === 'regex' ? pattern.search(sentence.text) : holdsWithin(pattern, sentence.tokens, use)
}

const wanted = new Marks()
/** For each term in turn the places of its words: kept, for to make lists anew takes longer than to fill them. */
const places: number[] = []
/** Where those of each term end. */
const ends: number[] = []

/** Whether each term has a word of its own in a sentence, all of them within the window. */
function holdsWithin(
  { needs, terms, window }: Extract<Pattern, { readonly kind: 'words' }>,
  tokens: readonly Token[],
  use: PolarityUse,
): boolean {
  let count = 0
  for (let number = 0; number < terms.length; number += 1) {
    const term = terms[number] as Term
    const start = count
    wanted.clear()
    wanted.add(needs[number] ?? [])
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index] as Token
      if (!wanted.hasSome(marksOf(token.lexeme)) || (use === 'heeded' && !isMeant(term, token))) continue
      places[count] = index
      count += 1
    }
    if (count === start) return false
    ends[number] = count
  }
  if (terms.length === 1) return true
  for (let at = 0; at < count; at += 1) if (holdsFrom(places[at] ?? 0, window, terms.length)) return true
  return false
}

/** For each term the word that it has in a window. */
const taken: number[] = []

/** Whether each term has a word of its own in the window that begins there. */
function holdsFrom(start: number, window: number, terms: number): boolean {
  const isInside = (index: number) => index >= start && index < start + window
  let at = 0
  for (let number = 0; number < terms; number += 1) {
    const end = ends[number] ?? 0
    let isThere = false
    let found: number | null = null
    for (; at < end && found === null; at += 1) {
      const index = places[at] ?? 0
      if (!isInside(index)) continue
      isThere = true
      if (!isTaken(index, number)) found = index
    }
    if (!isThere) return false
    // The words that came first may leave none where another choice would.
    if (found === null) return distinctMatch(choicesFrom(isInside, terms))
    taken[number] = found
    at = end
  }
  return true
}

function isTaken(index: number, before: number): boolean {
  for (let number = 0; number < before; number += 1) if (taken[number] === index) return true
  return false
}

function choicesFrom(isInside: (index: number) => boolean, terms: number): readonly (readonly number[])[] {
  return Array.from({ length: terms }, (_, number) =>
    places.slice(number === 0 ? 0 : ends[number - 1], ends[number]).filter(isInside),
  )
}

function isMeant({ polarity }: Term, { denied, negated }: Token): boolean {
  return polarity === 'affirmed' ? !denied : polarity === 'denied' ? negated : true
}
