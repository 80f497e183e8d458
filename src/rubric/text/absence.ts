import { Phrases } from './phrases.ts'
import { absences, copulas, followers, lightVerbs, regrets, subjectBounds } from './words.ts'

/** How many words a subject has at most. */
const REACH = 8
/** Adverbs between a copula and its predicate, at most. */
const MOST_ADVERBS = 3

const NEGATIONS: ReadonlySet<string> = new Set(['not', "n't", 'never'])
const AUXILIARIES: ReadonlySet<string> = new Set(
  'is are was were be been do does did has have had will wo would can ca could should'.split(' '),
)

const absencePhrases = new Phrases(absences, ({ words }) => words)

/** What a predicate says is not there, as a range of words, and whether it says so with regret. */
export interface AbsentSubject {
  readonly start: number
  readonly end: number
  readonly isComplaint: boolean
}

/** Whether a word says that its subject is absent, and so denies nothing after it. */
export function isOfSubject(words: readonly string[], index: number): boolean {
  return predicateAt(words, index) !== null
}

/**
 * What the predicate at a place says is not there: "the check" of "the check is missing" and of "the check is never
 * done". Null where there is no such predicate, or where it is denied itself.
 */
export function absentSubject(
  words: readonly string[],
  index: number,
  negated: readonly boolean[],
): AbsentSubject | null {
  const found = predicateAt(words, index) ?? notDoneAt(words, index)
  if (!found || (negated[index] && !negated[found.end - 1] && !lightVerbs.has(words[index] ?? '')))
    return null
  const { end, isComplaint } = found
  let start = end
  while (start > 0 && end - start < REACH && !subjectBounds.has(words[start - 1] ?? '')) start -= 1
  return start < end ? { start, end, isComplaint } : null
}

type Predicate = Omit<AbsentSubject, 'start'>

function predicateAt(words: readonly string[], index: number): Predicate | null {
  const [found] = absencePhrases.at(words, index)
  if (!found || index === 0) return null
  const { takesObject, isComplaint } = found
  const next = words[index + found.words.length]
  const isAlone = next === undefined || followers.has(next)
  const copula = copulaBefore(words, index)
  if (copula !== null) return isAlone || !takesObject ? { end: subjectEnd(words, copula), isComplaint } : null
  return isAlone && isNoun(words[index - 1] ?? '') ? { end: index, isComplaint } : null
}

/** "is not applied", "does not happen". */
function notDoneAt(words: readonly string[], index: number): Predicate | null {
  const word = words[index] ?? ''
  if (!lightVerbs.has(word) || !NEGATIONS.has(words[index - 1] ?? '')) return null
  return { end: subjectEnd(words, index - 1), isComplaint: regrets.has(word) }
}

/** The place of the copula before a predicate, adverbs between them left aside. */
function copulaBefore(words: readonly string[], index: number): number | null {
  for (let at = index - 1; at >= 0 && index - at <= MOST_ADVERBS + 1; at -= 1) {
    const word = words[at] ?? ''
    if (copulas.has(word)) return at
    if (!isAdverb(word) && !NEGATIONS.has(word)) return null
  }
  return null
}

/** Steps back over "has simply been" and "would have". */
function subjectEnd(words: readonly string[], copula: number): number {
  let end = copula
  while (
    end > 0 &&
    (AUXILIARIES.has(words[end - 1] ?? '') ||
      isAdverb(words[end - 1] ?? '') ||
      NEGATIONS.has(words[end - 1] ?? ''))
  )
    end -= 1
  return end
}

function isAdverb(word: string): boolean {
  return (
    /ly$/.test(word) || ['just', 'also', 'always', 'still', 'now', 'even', 'often', 'again'].includes(word)
  )
}

/** Whether a word may be what is absent: no verb or article that a headline would have in front of it. */
function isNoun(word: string): boolean {
  return word.length > 2 && !['the', 'has', 'had', 'have', 'and', 'any'].includes(word)
}
