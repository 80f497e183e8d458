import { anyOf } from './text/any-of.ts'
import type { NormalText } from './text/normal-text.ts'
import type { Sentence } from './text/sentence.ts'

const SPOT =
  '(?:line|place|part|spot|bit|function|method|code|query|check|statement|block|loop|call|handler|branch|step|condition|passage|section|piece)s?'
const HERE = `(?:here|(?:in|at|on|by|with|of) (?:this|these|the whole) (?:\\w+ )?${SPOT})`
const HOW = '(?:(?:all|both|quite|just|really|perfectly|completely|already|indeed|therefore|thus|\\w+ly) )*'
const GOOD =
  '(?:good|fine|ok|okay|right|correct|exact|safe|sound|clean|harmless|in order|alright|all right|to the cent|(?:right|correct|exact) to the cent)'
const WELL = '(?:right|rightly|correctly|properly|well|safely|cleanly|fully|completely|exactly)'
const SOURCE =
  '(?:it|they|one|we|(?:the )?(?:context|description|spec|specification|task|requirements?|documentation|docs?|contract|comment))'
const HARM =
  '(?:problem|trouble|issue|bug|defect|fault|flaw|mistake|error|leak|gap|hole|race|risk|loss|danger|secret|weakness)s?'
const LOOKED =
  '(?:checked|looked|reviewed|verified|inspected|examined|tested|traced|calculated|read|went|gone|walked|tried|played)'

/** Say of the place that it is right; a negation in front turns them round. */
const PRAISE = anyOf([
  new RegExp(
    `\\b(?:this|these|the whole) (?:\\w+ )?${SPOT} (?:is|are|looks?|seems?|does|stays?) ${HOW}${GOOD}$`,
  ),
  new RegExp(`\\b(?:this|these) (?:\\w+ )?${SPOT} (?:works?|behaves?) (?:\\w+ )?${WELL}$`),
  new RegExp(`\\b(?:everything|all|it) ${HERE} (?:is|works?|looks?) ${HOW}(?:${GOOD}|${WELL})$`),
  new RegExp(`\\b(?:comes?|came|turns?|turned|works?|worked) out ${HOW}(?:${GOOD}|${WELL}|even)$`),
  new RegExp(
    `\\b(?:is|are|was|were|gets?) (?:\\w+ ){0,2}(?:handled|covered|solved|treated|told apart|kept apart|dealt with|discarded) ${WELL}$`,
  ),
  new RegExp(
    `\\b(?:as|like|what|the way) ${SOURCE} (?:also )?(?:should|must|demands?|requires?|wants?|asks?|says?|expects?|prescribes?|describes?)(?: for)?(?: it| be)?$`,
  ),
])

/** Say that no harm is done. */
const NO_HARM = anyOf([
  new RegExp(
    `^(?:so |and |therefore |thus |hence )*nothing (?:is|gets|goes|can get|can go|can be|will be|was)? ?(?:\\w+ly )?(?:lost|leaks?|leaked|leaking|wrong|broken|exposed|disclosed|overwritten|damaged|amiss|missing)(?: ${HERE}| on the way)?$`,
  ),
  new RegExp(
    `^(?:so |and |therefore |yes )*(?:(?:i|we) (?:can |could )?(?:see|find|found|saw) |there is |there are |has |contains |shows )?(?:no|not any) (?:\\w+ )?${HARM}(?: (?:in|of|with) (?:it|this|that|them))?(?: ${HERE})?$`,
  ),
])

/** "I checked it", "was looked at": what a denial that found nothing begins with. */
const INSPECTION = new RegExp(
  `\\b(?:i|we|was|were|been|be|have|having) (?:\\w+ )?${LOOKED}\\b|^(?:\\w+ ){0,8}looked at$|^${LOOKED}\\b`,
)
const FOUND_NONE = new RegExp(
  `\\b(?:has|have|had|contains?|shows?|holds?|found|find|see|saw|with|there is|there are|was|were) (?:no|none|nothing|not any)\\b(?: \\w+){0,2} (?:${HARM}|wrong|amiss|to complain)`,
)

const KEPT =
  '(?:bounded|capped|checked|cleaned|closed|covered|enforced|escaped|guarded|handled|held|limited|locked|protected|released|sanitized|sanitised|secured|validated|verified)'

/** A headline that calls what it names right. A sentence in the middle of a story may say as much of a part. */
const HEADLINE = anyOf([
  new RegExp(
    `^(?:\\w+ ){1,6}(?:is|are|stays?|remains?|looks?) ${HOW}${GOOD}(?: (?:here|as (?:it|they) (?:is|are)|as is))?$`,
  ),
  new RegExp(
    `^(?:\\w+ ){1,6}(?:is|are) ${HOW}(?:safe|sound|harmless|protected|guarded) (?:against|from|here)\\b`,
  ),
  new RegExp(
    `^(?:\\w+ ){1,6}(?:is|are|gets?) (?:\\w+ )?${KEPT}(?: \\w+){0,3} (?:in (?:every|any|all) cases?|on (?:every|all) paths?|everywhere|always)$`,
  ),
  new RegExp(`^(?:\\w+ ){1,6}(?:is|are) ${HOW}guarded$`),
  new RegExp(
    `^(?:\\w+ ){1,6}(?:works?|behaves?) ${HOW}(?:${WELL}|as (?:intended|designed|expected|agreed|described))$`,
  ),
])

const NEGATED = /\b(?:not|n't|never|hardly|neither|nor|nobody|nothing|no|without|fails?)\b/

/** What others believe, what ought to be, and what holds of a part or of another place is no verdict on this one. */
const BOUND =
  /\b(?:thinks?|believes?|assumes?|assumed|claims?|claimed|says|suggests?|pretends?|promises|comment|as if|as though|tells?|told that|shows|sees|should|must|ought|would|needs? to|has to|have to|supposed|meant|most|some|usually|often|mostly|rarely|normally|locally|single|first|last|alone|another|others?|elsewhere|otherwise|almost|nearly|by (?:luck|chance|accident)|until|unless|only|except|but|however|although|though|while|whereas|still|yet|today|before)\b/

/** Take back what has been said before them. */
const TURN =
  /^(?:but|however|although|though|yet|whereas|unless|until|except|still|otherwise|with|for|here|now)$/

/**
 * Whether the opening or the last sentence of a text is a verdict that the place is right, that no harm is done there,
 * or that it was looked at and nothing found. Elsewhere in a text such words praise a part of the code.
 */
export function closesWithAllClear({ sentences }: NormalText): boolean {
  const [first, second] = sentences
  const last = sentences.at(-1)
  if (first && !TURN.test(second?.tokens[0]?.word ?? '') && (isAllClear(first) || isHeadline(first)))
    return true
  return last !== undefined && last !== first && isAllClear(last)
}

function isAllClear(sentence: Sentence): boolean {
  const { text, clauseTexts, isQuestion } = sentence
  if (isQuestion || BOUND.test(withoutSource(text))) return false
  if (INSPECTION.test(text) && FOUND_NONE.test(text)) return true
  return clauseTexts.some((clause) => NO_HARM.test(clause) || (PRAISE.test(clause) && !NEGATED.test(clause)))
}

function isHeadline({ text, clauses, isQuestion }: Sentence): boolean {
  if (isQuestion || clauses.length !== 1 || BOUND.test(text) || NEGATED.test(text)) return false
  return HEADLINE.test(text)
}

/** "As it should" and "as the comment says" are no wishes. */
function withoutSource(text: string): string {
  return text.replace(AS_DEMANDED, '')
}

const AS_DEMANDED = new RegExp(
  `\\b(?:as|like|what|the way) ${SOURCE} (?:also )?(?:should|must|says?|describes?)(?: be)?`,
)
