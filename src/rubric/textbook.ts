import { anyOf } from './text/any-of.ts'
import type { NormalText } from './text/normal-text.ts'
import type { Sentence } from './text/sentence.ts'

/** So many of the sentences must be general, before what is left of a text counts as talk about them. */
const GENERAL_SHARE = 1 / 2
const LEAST_GENERAL = 2

/** Sentences that hold of any code. */
const MAXIMS = anyOf([
  /\bas (?:narrow|short|small|specific|simple|precise|close|early|late|tight|little|few|strict)(?:ly)?(?: \w+)? as possible\b/,
  /\b(?:general|golden|old|known|basic|common|good|bad|best|sound|established|usual|first|important|simple) (?:rules?|practices?|principles?|advice|wisdom|guidelines?|habits?|hygiene)\b/,
  /\brules? of thumb\b/,
  /^(?:good|robust|clean|proper|solid|defensive|mature|reliable|careful|well written) (?:code|software|programs?|designs?|apis?|systems?|developers?|programmers?|engineers?)\b/,
  /\b(?:should|must|ought to) (?:always|never|generally|ideally|be treated)\b/,
  /^(?:developers?|programmers?|engineers?|one|you|applications?|systems?) (?:should|must|ought|has to|have to|need to)\b/,
  /\bin (?:general|most (?:programming )?languages|distributed systems|concurrent systems)\b/,
])

/** Sentences of the same cut that may as well be about this code: they only count beside a maxim. */
const GENERALITIES = anyOf([
  /^(?:a|an|any|every|each) (?:\w+ ){1,3}(?:should|must|ought to|has to|needs to|may never|can never)\b/,
  /^(?:if|when|whenever|where) (?:a|an|you|one|something|somebody|someone|developers?|programs?) /,
])

/** Point at this code, or at what its users have of it. */
const POINTERS: ReadonlySet<string> = new Set(
  'here this these those our we us i currently now already'.split(' '),
)

/**
 * Whether a text speaks of code in general: at least half of its sentences are general, a maxim among them, and none of them spells a name of
 * the code, gives a number, or points at the place. Such a text would be as true of any other code.
 */
export function isTextbookTalk({ sentences }: NormalText): boolean {
  if (sentences.length < LEAST_GENERAL) return false
  const isMaxim = sentences.map(({ text }) => MAXIMS.test(text))
  if (!isMaxim.includes(true)) return false
  const general = sentences.filter(({ text }, index) => isMaxim[index] || GENERALITIES.test(text))
  return (
    general.length >= LEAST_GENERAL &&
    general.length >= sentences.length * GENERAL_SHARE &&
    !sentences.some(pointsAtCode)
  )
}

function pointsAtCode({ tokens, spellsName }: Sentence): boolean {
  return spellsName || tokens.some(({ word }) => POINTERS.has(word) || /^\d/.test(word))
}
