import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { compileRegex } from '../../rubric/pattern/compile-regex.ts'
import { compilePattern } from '../../rubric/pattern/pattern.ts'
import { normalText } from '../../rubric/text/normal-text.ts'
import { embeddedText } from '../syntax/embedded.ts'
import type { ScalarNode } from '../syntax/tree.ts'

/** How a pattern is made shorter. */
export const SPLIT_HINT =
  'Split it: one entry of `any` is enough for a concept, so each alternative can be an entry of its own; what is asked for besides can be a concept of its own, in another group of `all`'

/** What is wrong with a pattern, with the same in a form that can be read where there is one. */
export function patternFaults(node: ScalarNode): readonly Diagnostic[] {
  const { text, spanAt } = embeddedText(node)
  const result = compilePattern(text, compileRegex)
  if (result.ok) return []
  const span = spanAt(result.start, result.end)
  if (text.startsWith('re:')) {
    const hint = / at most \d+ characters$/.test(result.message)
      ? `It has ${text.length - 3}. ${SPLIT_HINT}`
      : null
    return [diagnosticAt('check/bad-pattern', span, result.message, { hint })]
  }
  const term = text.slice(result.start, result.end)
  const respelt = respell(term)
  const isAsWritten = span.source.text.slice(span.start, span.end) === term
  const fix =
    isAsWritten && respelt.term !== null && readsAs(text, result, respelt.term)
      ? [{ span, text: respelt.term }]
      : []
  return [diagnosticAt('check/bad-pattern', span, result.message, { hint: respelt.hint, fix })]
}

interface Respelt {
  /** The same term in words that a pattern can have; null where it cannot be said in its place. */
  readonly term: string | null
  readonly hint: string | null
}

/** Names of the code are read as the words in them, so that is how a pattern has them. */
function respell(term: string): Respelt {
  const [, mark = '', rest = ''] = /^([!~]?)(.*)$/.exec(term) ?? []
  const alternatives = rest.split('|').map((one) => ({ one, words: wordsOf(one) }))
  const long = alternatives.find(({ words }) => words.length > 1)
  if (alternatives.some(({ words }) => words.length === 0)) return { term: null, hint: null }
  if (!long) {
    const respelt = `${mark}${alternatives.map(({ words }) => words[0]).join('|')}`
    return respelt === term ? { term: null, hint: null } : { term: respelt, hint: `Write \`${respelt}\`` }
  }
  const reading = `Texts are read word by word, and \`${long.one}\` as ${long.words.length} of them`
  if (mark === '!') {
    const denied = [...long.words.slice(0, -1).map((word) => `~${word}`), `!${long.words.at(-1)}`]
    return { term: null, hint: `${reading}: say which is denied, as in \`${denied.join(' ')}\`` }
  }
  const apart = long.words.map((word) => mark + word).join(' ')
  return alternatives.length === 1
    ? { term: apart, hint: `${reading}: write \`${apart}\`` }
    : {
        term: null,
        hint: `${reading}: write \`${apart}\` in an entry of its own, since an alternative is one word`,
      }
}

/** As names and words are written, in prose and in code. */
const NAME = /^[\p{L}\p{N}_'-]+\*?$/u

/** The words by which the grader reads one alternative of a term; its last may be a prefix. None where it is no name. */
function wordsOf(alternative: string): readonly string[] {
  if (!NAME.test(alternative)) return []
  const isPrefix = alternative.endsWith('*')
  const words = normalText(alternative).sentences.flatMap(({ tokens }) => tokens.map(({ word }) => word))
  const isPlain = words.every((word) => /^[\p{Ll}\p{N}][\p{Ll}\p{N}']*$/u.test(word))
  return isPlain ? words.map((word, at) => (isPrefix && at === words.length - 1 ? `${word}*` : word)) : []
}

/** Whether the pattern gets past this place with another term there. */
function readsAs(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  term: string,
): boolean {
  const changed = text.slice(0, start) + term + text.slice(end)
  const result = compilePattern(changed, compileRegex)
  return result.ok || result.start > start + term.length
}
