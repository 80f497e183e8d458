import { findKind } from '../model/kinds/kinds.ts'
import type { Concepts } from './concept.ts'
import { affirmedFamilies, speaksOfAtMost } from './spoken-kinds.ts'
import type { NormalText } from './text/normal-text.ts'
import { Phrases } from './text/phrases.ts'
import type { Sentence } from './text/sentence.ts'
import { affirmations, hedges } from './text/words.ts'

const LEAST_WORDS = 5
const LEAST_STEMS = 4
/** Texts of this many words on are measured for the share of function words that prose has. */
const PROSE_WORDS = 14
const LEAST_FUNCTION_SHARE = 0.15
const MOST_FUNCTION_SHARE = 0.8
/** A long story touches several kinds of its own corner; a heap of claims is spread over the house. */
const MOST_FAMILIES = 5
/** With so many words for each kind, a text tells a story in which two more of them are touched. */
const STORY_WORDS = 6
const MOST_FAMILIES_OF_STORY = 7
const MOST_CATEGORIES = 4

/** Why a text says too little to be about anything; null when it has substance. */
export function lackOfSubstance({ sentences }: NormalText): string | null {
  let words = 0
  let telling = 0
  const stems = new Set<string>()
  for (const { tokens } of sentences)
    for (const { stem, lexeme } of tokens) {
      words += 1
      if (lexeme.isGrammar) continue
      telling += 1
      if (stems.size < LEAST_STEMS) stems.add(stem)
    }
  if (words < LEAST_WORDS) return `fewer than ${LEAST_WORDS} words of its own`
  if (stems.size < LEAST_STEMS) return `fewer than ${LEAST_STEMS} different content words`
  const share = (words - telling) / words
  if (words >= PROSE_WORDS && (share < LEAST_FUNCTION_SHARE || share > MOST_FUNCTION_SHARE))
    return 'a list of words, not a sentence'
  return null
}

/** Why a text is too broad to be about one kind; null when it is not. `heads` gives the head concept of each kind. */
export function lackOfFocus(
  text: NormalText,
  heads: ReadonlyMap<string, string>,
  concepts: Concepts,
): string | null {
  if (speaksOfAtMost(MOST_FAMILIES, text, heads, concepts)) return null
  return tooManyFamilies(affirmedFamilies(text, heads, concepts), text)
}

/** Why a text that affirms these kinds is too broad to be about one; null when it is not. */
export function tooManyFamilies(families: readonly string[], { sentences }: NormalText): string | null {
  const categories = new Set(families.map((id) => findKind(id)?.category ?? id))
  const words = sentences.reduce((sum, { tokens }) => sum + tokens.length, 0)
  const most = words >= families.length * STORY_WORDS ? MOST_FAMILIES_OF_STORY : MOST_FAMILIES
  return families.length > most && categories.size > MOST_CATEGORIES
    ? `speaks of ${families.length} kinds of defect at once`
    : null
}

/** Whether a text does nothing but suspect: a hedge in every sentence that says anything. */
export function isOnlyHedges(text: NormalText): boolean {
  const telling = text.sentences.filter(({ tokens }) => tokens.some(({ lexeme }) => !lexeme.isGrammar))
  return telling.length > 0 && telling.every(({ tokens }) => tokens.some(({ word }) => hedges.has(word)))
}

/** Whether some sentence says that the code is right. */
export function affirmsCorrectness(text: NormalText): boolean {
  return text.sentences.some(affirms)
}

function affirms({ tokens }: Sentence): boolean {
  const words = tokens.map(({ word }) => word)
  return words.some((_, index) =>
    affirmationPhrases.at(words, index).some((phrase) => phrase[0] === 'no' || !tokens[index]?.negated),
  )
}

const affirmationPhrases = new Phrases(affirmations, (words) => words)
