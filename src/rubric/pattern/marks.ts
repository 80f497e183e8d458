import type { NormalText, Sentence, Token } from '../text/normal-text.ts'
import { Vocabulary } from './vocabulary.ts'

/** What patterns look for in single words. It grows with the patterns that are compiled, not with the texts. */
export const vocabulary = new Vocabulary()

interface Marks {
  readonly numbers: readonly number[]
  /** How many marks there were when these were read. */
  readonly size: number
}

const known = new WeakMap<readonly Token[], Marks>()

/** The numbers of the marks that the words of a sentence bear, each once. */
export function marksIn({ tokens }: Sentence): readonly number[] {
  const before = known.get(tokens)
  if (before?.size === vocabulary.size) return before.numbers
  const numbers = new Set<number>()
  for (const { word } of tokens) for (const mark of vocabulary.marksOf(word)) numbers.add(mark)
  const found = { numbers: [...numbers], size: vocabulary.size }
  known.set(tokens, found)
  return found.numbers
}

/** The marks of one text, or of one sentence, after another, for each is held against many patterns. */
export class CurrentMarks {
  #owner: object | null = null
  #size = 0
  /** For each mark, the last owner that bore it, counted from 1. */
  #last = new Float64Array()
  #count = 0

  /** Takes the marks of these sentences, which belong to the owner. */
  take(owner: object, sentences: readonly Sentence[]): this {
    if (owner === this.#owner && vocabulary.size === this.#size) return this
    this.#owner = owner
    this.#size = vocabulary.size
    if (this.#size > this.#last.length) this.#last = new Float64Array(2 * this.#size)
    this.#count += 1
    for (const sentence of sentences) for (const mark of marksIn(sentence)) this.#last[mark] = this.#count
    return this
  }

  hasSome(marks: readonly number[]): boolean {
    for (const mark of marks) if (this.#last[mark] === this.#count) return true
    return false
  }
}

const ofText = new CurrentMarks()
const ofSentence = new CurrentMarks()

/** Those of a text, until another one is asked for. */
export function marksOfText(text: NormalText): CurrentMarks {
  return ofText.take(text, text.sentences)
}

/** Those of a sentence, until another one is asked for. */
export function marksOfSentence(sentence: Sentence): CurrentMarks {
  return ofSentence.take(sentence, [sentence])
}
