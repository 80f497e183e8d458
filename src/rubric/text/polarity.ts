import { absentSubject, isOfSubject } from './absence.ts'
import { Phrases } from './phrases.ts'
import {
  absences,
  linkingWords,
  type NegationCue,
  negationCues,
  obligations,
  postDenials,
  pseudoCues,
  settlingWords,
  troubles,
  turningCues,
} from './words.ts'

/** A cue reaches this many words unless it says otherwise. */
const REACH = 10
/** A cue that is so near after another one turns it round: "never without a lock". */
const TURN = 3

/** How far before a settling word a wish may stand. */
const WISH = 4

const COPULAS: ReadonlySet<string> = new Set(['is', 'are', 'was', 'were'])

/** One word of a clause. */
export interface Word {
  readonly word: string
  /** How many words of its compound follow it: 1 for the `not` of `OrderNotFound`. Null for a word by itself. */
  readonly left: number | null
  /** Whether a clause may deny something for its sake: see {@link bearsOnPolarity}. */
  readonly bears: boolean
}

/** How a clause means one of its words. */
export interface Polarity {
  /** Whether it says that this is not so, in whatever way. */
  readonly denied: boolean
  /** Whether it says that this is not there: what is said to be missing, not what is said to be settled. */
  readonly negated: boolean
}

/** Settles what is a trouble by its name alone. */
const EXCLUDED = 'excluded'

/** Those that deny as the first word of a phrase, or settle. */
const bearing: ReadonlySet<string> = new Set(
  [
    ...settlingWords,
    EXCLUDED,
    ...postDenials.map(([first]) => first),
    ...absences.map(({ words: [first] }) => first),
    ...pseudoCues.map(([first]) => first),
  ].filter((word) => word !== undefined),
)

/** Whether a clause may deny something for the sake of this word: one without such a word denies nothing. */
export function bearsOnPolarity(word: string): boolean {
  return bearing.has(word) || cuesByLetter.get(word.charAt(0))?.some((cue) => isWord(cue.word, word)) === true
}

/** How a clause means its words, by their places: see {@link Polarity}. */
interface Polarities {
  readonly denied: readonly boolean[]
  readonly negated: readonly boolean[]
}

/**
 * Which words of a clause are denied: those within reach after a negation cue, what is said to be absent, or all of
 * them when the clause says that its trouble cannot happen. Phrases that only look like negations are passed over.
 */
export function markPolarity(words: readonly Word[]): Polarities {
  const masked = maskPseudoCues(words)
  const isNegated = new Array<boolean>(words.length).fill(false)
  // What is said to be missing may still be said to be settled: only a negated sentence is not.
  const unsettled = new Array<boolean>(words.length).fill(false)
  let lastCue = Number.NEGATIVE_INFINITY
  for (const [index, { left, bears }] of words.entries()) {
    const cue = bears ? cueAt(masked, index) : undefined
    if (!cue || isOfSubject(masked, index)) continue
    const isTurned = index - lastCue <= TURN && turningCues.some((one) => isWord(one, masked[index] ?? ''))
    const end = index + 1 + Math.min(cue.reach ?? REACH, left ?? REACH, phraseReach(masked, index))
    isNegated.fill(!isTurned, index + 1, end)
    if (cue.reach === undefined) unsettled.fill(true, index + 1, end)
    if (left === null) lastCue = index
  }
  const settled = words.some(({ bears }, index) => bears && settlesClause(masked, index, unsettled))
  const denied = isNegated.map((one) => one || settled)
  const negated = isNegated.map((one) => one && !settled)
  for (const [index, { bears }] of words.entries()) {
    // A predicate of absence begins with a word that bears on polarity, or follows one.
    if (!bears && words[index - 1]?.bears !== true) continue
    const subject = absentSubject(masked, index, isNegated)
    if (!subject) continue
    const { start, end, isComplaint } = subject
    // What "no check is missing" speaks of is there.
    const isGone = !isNegated.slice(start, end).includes(true)
    denied.fill(settled || (isGone && !isComplaint), start, end)
    negated.fill(isGone && !settled, start, end)
  }
  return { denied, negated }
}

/** "The option to not refund is read", "orders without a date are shown": these end where the sentence goes on. */
function phraseReach(words: readonly string[], index: number): number {
  if (words[index - 1] !== 'to' && words[index + 1] !== 'to' && words[index] !== 'without') return REACH
  const next = words.findIndex((word, at) => at > index + 1 && COPULAS.has(word))
  return next === -1 ? REACH : next - index - 1
}

/** Most words share their first letter with no cue, or with few. */
const cuesByLetter = new Map<string, NegationCue[]>()
for (const cue of negationCues) {
  const letter = cue.word.charAt(0)
  cuesByLetter.set(letter, [...(cuesByLetter.get(letter) ?? []), cue])
}

function cueAt(words: readonly string[], index: number): NegationCue | undefined {
  const word = words[index] ?? ''
  return cuesByLetter
    .get(word.charAt(0))
    ?.find(
      (cue) =>
        isWord(cue.word, word) && (cue.before === undefined || cue.before.includes(words[index + 1] ?? '')),
    )
}

function isWord(cue: string, word: string): boolean {
  return cue.endsWith('*') ? word.startsWith(cue.slice(0, -1)) : word === cue
}

const pseudoCuePhrases = new Phrases(pseudoCues, (words) => words)

function maskPseudoCues(words: readonly Word[]): readonly string[] {
  const spelled = words.map(({ word }) => word)
  const masked = [...spelled]
  for (const [index, { bears }] of words.entries()) {
    const [found] = bears ? pseudoCuePhrases.at(spelled, index) : []
    if (found) masked.fill('', index, index + found.length)
  }
  return masked
}

const denialPhrases = new Phrases(
  postDenials.map((words) => ({ words, isPlain: isPlain(words) })),
  ({ words }) => words,
)

/** Whether a word says that what its clause speaks of does not happen: "is prevented", "ruled out", "not an issue". */
function settlesClause(words: readonly string[], index: number, denied: readonly boolean[]): boolean {
  return (
    denialPhrases.at(words, index).some((phrase) => !(phrase.isPlain && denied[index])) ||
    (settlesAt(words, index) &&
      linkingWords.has(words[index - 1] ?? '') &&
      !isWished(words, index) &&
      !denied[index])
  )
}

/** "must be prevented", "has to be guarded": but "has been handled" says that it is. */
function isWished(words: readonly string[], index: number): boolean {
  const before = words.slice(Math.max(0, index - WISH), index)
  return before.includes('be') && before.some((word) => obligations.has(word))
}

function settlesAt(words: readonly string[], index: number): boolean {
  const word = words[index] ?? ''
  return settlingWords.has(word) || (word === EXCLUDED && troublesIn(words.slice(0, index)))
}

/** Whether one of these words is a trouble by its own name, as `race` and `leaks` are. */
export function troublesIn(words: readonly string[]): boolean {
  return words.some((word) => troubles.has(singular(word)))
}

function singular(word: string): string {
  return troubles.has(word) ? word : word.replace(/ies$/, 'y').replace(/(?:(?<=s|x|ch|sh)e)?s$/, '')
}

/** A phrase without a negation of its own is turned round by one in front of it. */
function isPlain(phrase: readonly string[]): boolean {
  return !phrase.some((_, index) => cueAt(phrase, index))
}
