import { anyOf } from './text/any-of.ts'
import type { NormalText } from './text/normal-text.ts'
import type { Sentence } from './text/sentence.ts'

/** What may stand in front of a verdict. */
const LEAD =
  '(?:(?:so|and|but|then|well|nice|yes|overall|therefore|hence|thus|here|luckily|fortunately|i think|i find|i see) )*'

const WHOLE =
  '(?:it|this|that|everything|all|all of (?:it|this)|the (?:code|function|method|implementation|logic|whole thing)' +
  '|this (?:code|function|method|line|part|place|bit|one|change|logic|check))'

const GOOD =
  '(?:(?:all|perfectly|completely|entirely|absolutely|already|quite|just|really) )*' +
  '(?:good|fine|ok|okay|right|correct|safe|sound|harmless|in order|as (?:intended|expected|designed))'

/** Clauses that call the whole of it right, or say that nothing is to be done. */
const VERDICTS = anyOf([
  new RegExp(
    `^${LEAD}${WHOLE} (?:is|'s|are|works|behaves) ${GOOD}(?: (?:here|to me|as it is|as is|now|then))*$`,
  ),
  new RegExp(`^${LEAD}(?:${WHOLE} )?(?:looks|seems) ${GOOD} (?:here|to me)$`),
  new RegExp(`^${LEAD}all (?:is )?(?:good|fine|well|clear)(?: here)?$`),
  /\bnothing (?:\w+ )?to (?:change|fix|worry about|complain about|improve|be (?:done|changed|fixed))(?: here)?$/,
  /\bnothing to do here$/,
  /\bno (?:change|changes|modification|action|fix|further action|correction) (?:is |are )?(?:needed|required|necessary)\b/,
  /\b(?:can|may) (?:stay|remain|be left|be kept) as (?:it is|is|they are)\b/,
  /^(?:leave|keep) (?:it|this|them) as (?:it is|is|they are)$/,
  /\b(?:does|do|is|are|causes?) no harm\b/,
  /^lgtm$/,
  /\b(?:is|was|be) a false alarm\b/,
])

/** Take back or bound what their sentence has called right. */
const TURNS: ReadonlySet<string> = new Set(
  `but however although though yet while whereas unless until except only if when once still otherwise nevertheless
  nonetheless first`.split(/\s+/),
)

/** Show that a text has asked itself something. */
const INQUIRIES: ReadonlySet<string> = new Set(
  'wonder wondered wondering checked whether afraid worried feared suspected thought tried looked'.split(' '),
)

const NO =
  /^(?:(?:and|but|so|well|then|luckily|fortunately) )*(?:no|nope|nah|not really|there (?:is|'s|are) none)$/
const IT_DOES_NOT =
  /^(?:(?:and|but|so|well|no) )*(?:it|they|he|she|you|we|one|this|that|nobody) (?:do|does|did|is|are|was|were|can|ca|could|will|wo|would) (?:not|n't)$/

/**
 * Whether a text comes to the end that nothing is wrong: it calls the code as a whole right, or asks whether it is wrong
 * and answers no. What it goes on to say with *but* or *unless* is heard first.
 */
export function dismisses({ sentences }: NormalText): boolean {
  return sentences.some((sentence, index) => {
    const { clauseTexts } = sentence
    const next = sentences[index + 1]?.tokens[0]?.word ?? ''
    if (clauseTexts.some((clause) => VERDICTS.test(clause)) && !isTurned(sentence) && !TURNS.has(next))
      return true
    const before = sentences[index - 1]
    return (
      clauseTexts.some((clause) => NO.test(clause) || IT_DOES_NOT.test(clause)) && isInquiry(sentence, before)
    )
  })
}

const NOTHING = anyOf(
  [
    '(?:none|nothing|nothing to do|nope|no|n a|not applicable|nothing at all|no recommendations?)(?: needed| necessary| required)?',
    `(?:(?:is|it is|it's|that is|all|looks) )?${GOOD}(?: (?:as it is|as is|as they are|here|with me))*`,
    '(?:please )?(?:keep|leave|retain)(?: (?:it|this|that|them|the (?:code|line|function|check|method|order)))?(?: (?:as (?:it is|is|they are)|in place|so|unchanged|alone))?',
    'no (?:further )?(?:changes?|modifications?|actions?|fix|fixes|corrections?)(?: here)?',
  ].map((one) => new RegExp(`^${LEAD}${one}$`)),
)

/** Whether a recommendation is, from its first word to its last, that nothing be done. */
export function recommendsNothing({ sentences }: NormalText): boolean {
  const isNothing = (clause: string) => VERDICTS.test(clause) || NOTHING.test(clause)
  return sentences.length > 0 && sentences.every(({ clauseTexts }) => clauseTexts.every(isNothing))
}

function isTurned({ tokens }: Sentence): boolean {
  return tokens.some(({ word }) => TURNS.has(word))
}

function isInquiry(sentence: Sentence, before: Sentence | undefined): boolean {
  const asks = ({ tokens, isQuestion }: Sentence) =>
    isQuestion ||
    tokens.some(({ word }) => INQUIRIES.has(word)) ||
    /^(?:can|do|does|is|are|will|could)$/.test(tokens[0]?.word ?? '')
  return asks(sentence) || (before !== undefined && asks(before))
}
