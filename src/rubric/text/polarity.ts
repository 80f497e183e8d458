import { linkingWords, negationCues, postDenials, pseudoCues, settlingWords } from './words.ts'

/** A cue reaches this many words. */
const REACH = 10

const exactCues: ReadonlySet<string> = new Set(negationCues.filter((cue) => !cue.endsWith('*')))
const cuePrefixes = negationCues.filter((cue) => cue.endsWith('*')).map((cue) => cue.slice(0, -1))

/**
 * Which words of a clause are denied: those after a negation cue, within ten words of it, or all of them when the
 * clause says that its trouble cannot happen. Phrases that only look like negations are passed over first.
 */
export function markPolarity(words: readonly string[]): readonly boolean[] {
  const masked = maskPseudoCues(words)
  const denied = new Array<boolean>(words.length).fill(false)
  for (const [index, word] of masked.entries())
    if (isCue(word)) denied.fill(true, index + 1, index + 1 + REACH)
  return isSettled(masked, denied) ? denied.fill(true) : denied
}

function isCue(word: string): boolean {
  return exactCues.has(word) || cuePrefixes.some((prefix) => word.startsWith(prefix))
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
  return !phrase.some(isCue)
}

/** Whether a run of words stands at a place. */
export function startsAt(words: readonly string[], index: number, run: readonly string[]): boolean {
  return run.every((word, offset) => words[index + offset] === word)
}
