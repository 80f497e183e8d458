import {
  linkingWords,
  type NegationCue,
  negationCues,
  postDenials,
  pseudoCues,
  settlingWords,
} from './words.ts'

/** A cue reaches this many words unless it says otherwise. */
const REACH = 10

/** How a clause means one of its words. */
export interface Polarity {
  /** Whether it says that this is not so, in whatever way. */
  readonly denied: boolean
  /** Whether a negation stands before it: what is said to be missing, not what is said to be settled. */
  readonly negated: boolean
}

/**
 * Which words of a clause are denied: those within reach after a negation cue, or all of them when the clause says
 * that its trouble cannot happen. Phrases that only look like negations are passed over first.
 */
export function markPolarity(words: readonly string[]): readonly Polarity[] {
  const masked = maskPseudoCues(words)
  const negated = new Array<boolean>(words.length).fill(false)
  // What is said to be missing may still be said to be settled: only a negated sentence is not.
  const unsettled = new Array<boolean>(words.length).fill(false)
  for (const [index] of masked.entries()) {
    const cue = cueAt(masked, index)
    if (!cue) continue
    negated.fill(true, index + 1, index + 1 + (cue.reach ?? REACH))
    if (cue.reach === undefined) unsettled.fill(true, index + 1, index + 1 + REACH)
  }
  const settled = isSettled(masked, unsettled)
  return negated.map((isNegated) => ({ denied: isNegated || settled, negated: isNegated && !settled }))
}

function cueAt(words: readonly string[], index: number): NegationCue | undefined {
  return negationCues.find(
    ({ word, before }) =>
      isWord(word, words[index] ?? '') && (before === undefined || before.includes(words[index + 1] ?? '')),
  )
}

function isWord(cue: string, word: string): boolean {
  return cue.endsWith('*') ? word.startsWith(cue.slice(0, -1)) : word === cue
}

function maskPseudoCues(words: readonly string[]): readonly string[] {
  const masked = [...words]
  for (let index = 0; index < words.length; index += 1) {
    const found = pseudoCues.find((cue) => startsAt(words, index, cue))
    if (found) masked.fill('', index, index + found.length)
  }
  return masked
}

/** Whether the clause says that what it speaks of does not happen: "is prevented", "ruled out", "not an issue". */
function isSettled(words: readonly string[], denied: readonly boolean[]): boolean {
  return words.some(
    (word, index) =>
      postDenials.some((phrase) => startsAt(words, index, phrase) && !(isPlain(phrase) && denied[index])) ||
      (settlingWords.has(word) && linkingWords.has(words[index - 1] ?? '') && !denied[index]),
  )
}

/** A phrase without a negation of its own is turned round by one in front of it. */
function isPlain(phrase: readonly string[]): boolean {
  return !phrase.some((_, index) => cueAt(phrase, index))
}

/** Whether a run of words stands at a place. */
export function startsAt(words: readonly string[], index: number, run: readonly string[]): boolean {
  return run.every((word, offset) => words[index + offset] === word)
}
