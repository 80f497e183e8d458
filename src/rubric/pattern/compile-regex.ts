import { RE2JS } from 're2js'
import { vocabulary } from './marks.ts'
import { type Choice, neededTexts } from './needed-texts.ts'
import type { Need, Pattern, PatternResult } from './pattern.ts'

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

/** A pattern of an expression, and how to search a sentence for it. */
function regexPattern(source: string, search: (sentence: string) => boolean): Pattern {
  const needed = neededTexts(source)
  // Marks tell of texts without a blank all that there is to know.
  const phrases = needed.filter((texts) => texts.some((text) => text.includes(' ')))
  return {
    kind: 'regex',
    needs: needed.map(needOf),
    // Most sentences lack a text that each match has, and looking for it takes a tenth of a search.
    search: (sentence) =>
      phrases.every((texts) => texts.some((text) => sentence.includes(text))) && search(sentence),
  }
}

function needOf(texts: Choice): Need {
  return [...new Set(texts.map(longestWord))].map((word) => vocabulary.numberOf('fragment', word))
}

/** Of a text, the longest piece that one word of a sentence must have. */
function longestWord(text: string): string {
  return text.split(' ').reduce((best, piece) => (piece.length > best.length ? piece : best), '')
}
