import { type Span, spanOf } from '../../core/source.ts'
import { compileRegex } from '../../rubric/pattern/compile-regex.ts'
import { compilePattern, matchesPattern, type Term } from '../../rubric/pattern/pattern.ts'
import { type NormalText, normalText } from '../../rubric/text/normal-text.ts'
import type { Token } from '../../rubric/text/sentence.ts'
import type { AuthoredCode } from '../task/task.ts'

/** The words that a pattern holds on, in their order, as near to each other as they come; none for a regular expression. */
export function wordsHeld(pattern: string, { sentences }: NormalText): readonly string[] {
  const result = compilePattern(pattern, compileRegex)
  if (!result.ok || result.pattern.kind !== 'words') return []
  const { pattern: compiled } = result
  const sentence = sentences.find((one) => matchesPattern(compiled, { sentences: [one] }))
  if (!sentence) return []
  const holds = (tokens: readonly Token[]) =>
    matchesPattern(compiled, { sentences: [sentence.with([tokens])] })
  let { tokens } = sentence
  const end = tokens.findIndex((_, index) => holds(tokens.slice(0, index + 1)))
  tokens = tokens.slice(0, end + 1)
  while (holds(tokens.slice(1))) tokens = tokens.slice(1)
  const words = tokens.filter((token) => compiled.terms.some((term) => isOneOf(term, token)))
  return [...new Set(words.map(({ word }) => word))]
}

function isOneOf({ stems, prefixes }: Term, { word, stem }: Token): boolean {
  return stems.has(stem) || prefixes.some((prefix) => word.startsWith(prefix))
}

/** A name of the code, and where it stands first. */
interface PlacedName {
  readonly name: string
  readonly span: Span
}

/** Names that have these words between them: as few as a look through the list finds, which begins with the first. */
export function namesWith(words: readonly string[], { code, outline }: AuthoredCode): readonly PlacedName[] {
  const names = new Map(outline.identifiers.map((name) => [name, wordsOf(name)]))
  let missing = words
  const found: PlacedName[] = []
  while (missing.length > 0) {
    const count = (own: readonly string[]) => missing.filter((word) => own.includes(word)).length
    const [best] = [...names].sort(([, a], [, b]) => count(b) - count(a))
    if (!best || count(best[1]) === 0) break
    const [name, own] = best
    const whole = name.replace(/[$#]/g, '\\$&')
    const start = code.text.search(new RegExp(`(?<![\\p{L}\\p{N}_$])${whole}(?![\\p{L}\\p{N}_$])`, 'u'))
    if (start !== -1) found.push({ name, span: code.spanAt(start, start + name.length) })
    missing = missing.filter((word) => !own.includes(word))
  }
  return found
}

function wordsOf(name: string): readonly string[] {
  return normalText(name).sentences.flatMap(({ tokens }) => tokens.map(({ word }) => word))
}

/** Where in a text of the file these words stand in this order, nearest to each other; null where they do not. */
export function placeOfWords(words: readonly string[], span: Span): Span | null {
  const whole = words.map((word) => `(?<!\\p{L})${word}(?!\\p{L})`)
  // In a name like `lateFee` no word begins where letters do.
  return nearest(whole, span) ?? nearest(words, span)
}

function nearest(words: readonly string[], { source, start, end }: Span): Span | null {
  const text = source.text.slice(start, end)
  const pattern = new RegExp(words.join('[^]*?'), 'iuy')
  let found: Span | null = null
  for (let at = 0; at < text.length; at += 1) {
    pattern.lastIndex = at
    const [stretch = ''] = pattern.exec(text) ?? []
    if (stretch === '' || (found && found.end - found.start <= stretch.length)) continue
    found = spanOf(source, start + at, start + at + stretch.length)
  }
  return found
}
