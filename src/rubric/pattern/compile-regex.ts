import { RE2JS } from 're2js'
import { functionWords } from '../text/words.ts'
import { vocabulary } from './marks.ts'
import { neededTexts } from './needed-texts.ts'
import type { Need, Pattern, PatternResult } from './pattern.ts'
import type { Mark } from './vocabulary.ts'

/** RE2 takes time linear in its input; this bounds the other factor. */
const MAX_LENGTH = 200

/** Compiles a regular expression of RE2's syntax: whatever would need backtracking is refused. */
export function compileRegex(source: string): PatternResult {
  const fail = (message: string): PatternResult => ({ ok: false, message, start: 3, end: source.length + 3 })
  if (source.length > MAX_LENGTH) return fail(`A regular expression has at most ${MAX_LENGTH} characters`)
  try {
    const regex = RE2JS.compile(source)
    if (regex.matcher('').find())
      return fail('This regular expression matches the empty text, so it always holds')
    return { ok: true, pattern: regexPattern(source, (sentence) => regex.matcher(sentence).find()) }
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : String(cause)
    return fail(`Only regular expressions that run in linear time are allowed: ${reason}`)
  }
}

/** The same of one that is known to be right, compiled when a sentence is first searched for it: most never are. */
export function compileRegexLater(source: string): PatternResult {
  let regex: RE2JS | null = null
  const find = (sentence: string) => {
    regex ??= RE2JS.compile(source)
    return regex.matcher(sentence).find()
  }
  return { ok: true, pattern: regexPattern(source, find) }
}

/** A pattern of an expression, and how to search a sentence for it. */
function regexPattern(source: string, find: (sentence: string) => boolean): Pattern {
  const needed = neededTexts(source)
  // Marks tell of texts without a blank all that there is to know.
  const phrases = needed.filter((texts) => texts.some((text) => text.includes(' '))).map(oneOf)
  return {
    kind: 'regex',
    needs: needed.flatMap(needsOf),
    // Most sentences lack a text that each match has, and looking for it takes a tenth of a search.
    search: (sentence) => phrases.every((some) => some.test(sentence)) && find(sentence),
  }
}

/** Finds any of some texts. */
function oneOf(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[^\w ]/g, '\\$&')).join('|'))
}

/** What every sentence has that has one of some texts: of each the piece that is rarest, and of each the first piece, the second … */
function needsOf(texts: readonly string[]): readonly Need[] {
  const all = texts.map(piecesOf)
  const rarest = all.map((pieces) => pieces.reduce((best, one) => (rarity(one) > rarity(best) ? one : best)))
  const places = Array.from({ length: Math.min(...all.map(({ length }) => length)) }, (_, place) =>
    all.map((pieces) => pieces[place]).filter((piece) => piece !== undefined),
  )
  const needs = [rarest, ...places]
    .filter((pieces) => pieces.every(({ piece }) => piece !== ''))
    .map((pieces) => [...new Set(pieces.map(({ mark, piece }) => vocabulary.numberOf(mark, piece)))])
  return [...new Map(needs.map((need) => [need.join(), need])).values()]
}

/** The words of a text, or what of the first and the last one stands in it. */
function piecesOf(text: string): readonly [Piece, ...Piece[]] {
  const pieces = text.split(' ')
  const [first = '', ...others] = pieces
  return [
    { mark: 'fragment', piece: first },
    ...others.map(
      (piece, index): Piece => ({ mark: index === others.length - 1 ? 'prefix' : 'word', piece }),
    ),
  ]
}

interface Piece {
  readonly mark: Mark
  readonly piece: string
}

/** So many letters more would tell as much as knowing where a word begins, or all of it. */
const TELLING = { fragment: 0, prefix: 1, word: 2, stem: 2 }

function rarity({ mark, piece }: Piece): number {
  // A text may begin or end with a blank.
  if (piece === '') return Number.NEGATIVE_INFINITY
  return functionWords.has(piece) ? TELLING[mark] : piece.length + TELLING[mark]
}
