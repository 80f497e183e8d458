import porter2 from 'wink-porter2-stemmer'

/** Longer words are no English, and are kept as they are. */
const LONGEST = 40

const stems = new Map<string, string>()

/** The Porter2 stem of a lower-case word. */
export function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  if (word.length > LONGEST || !/^[a-z]+$/.test(word)) return word
  const made = porter2(word)
  // Words come from strangers too: forget everything now and then instead of growing for ever.
  if (stems.size > 20_000) stems.clear()
  stems.set(word, made)
  return made
}
