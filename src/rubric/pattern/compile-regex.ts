import { RE2JS } from 're2js'
import { neededTexts } from './needed-texts.ts'
import type { PatternResult } from './pattern.ts'

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
    const search = (sentence: string) => regex.matcher(sentence).find()
    return { ok: true, pattern: { kind: 'regex', needed: neededTexts(source), search } }
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : String(cause)
    return fail(`Only regular expressions that run in linear time are allowed: ${reason}`)
  }
}
