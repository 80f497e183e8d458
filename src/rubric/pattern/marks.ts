import type { NormalText } from '../text/normal-text.ts'
import type { Lexeme, Sentence } from '../text/sentence.ts'
import { Vocabulary } from './vocabulary.ts'

/** What patterns look for in single words. It grows with the patterns that are compiled, not with the texts. */
export const vocabulary = new Vocabulary()

/** A set of marks, emptied at once. */
export class Marks {
  /** For each mark, the filling that it was last added in, counted from 1. */
  #last = new Float64Array()
  #filling = 0

  clear(): void {
    this.#filling += 1
    if (vocabulary.size > this.#last.length) this.#last = new Float64Array(2 * vocabulary.size)
  }

  add(mark: number): void {
    this.#last[mark] = this.#filling
  }

  has(mark: number): boolean {
    return this.#last[mark] === this.#filling
  }

  /** Whether it has some of each list. */
  hasSomeOfEach(lists: readonly (readonly number[])[]): boolean {
    for (const list of lists) if (!this.#hasSome(list)) return false
    return true
  }

  #hasSome(marks: readonly number[]): boolean {
    for (const mark of marks) if (this.#last[mark] === this.#filling) return true
    return false
  }
}

const collected = new Marks()

/** The numbers of the marks that the words of a sentence bear, each once. */
export function marksIn(sentence: Sentence): readonly number[] {
  if (sentence.marksKnown === vocabulary.size) return sentence.marks
  const numbers: number[] = []
  collected.clear()
  for (const { lexeme } of sentence.tokens)
    for (const mark of marksOf(lexeme)) {
      if (collected.has(mark)) continue
      collected.add(mark)
      numbers.push(mark)
    }
  sentence.marks = numbers
  sentence.marksKnown = vocabulary.size
  return numbers
}

function marksOf(lexeme: Lexeme): readonly number[] {
  if (lexeme.marksKnown !== vocabulary.size) {
    lexeme.marks = vocabulary.marksOf(lexeme.word)
    lexeme.marksKnown = vocabulary.size
  }
  return lexeme.marks
}

/** The marks of one owner's sentences after another, for each is held against many patterns. */
class CurrentMarks {
  readonly #marks = new Marks()
  #owner: object | null = null
  #size = 0

  of(owner: object, sentences: readonly Sentence[]): Marks {
    if (owner === this.#owner && vocabulary.size === this.#size) return this.#marks
    this.#owner = owner
    this.#size = vocabulary.size
    this.#marks.clear()
    for (const sentence of sentences) for (const mark of marksIn(sentence)) this.#marks.add(mark)
    return this.#marks
  }
}

const ofText = new CurrentMarks()
const ofSentence = new CurrentMarks()

/** Those of a text, until another one is asked for. */
export function marksOfText(text: NormalText): Marks {
  return ofText.of(text, text.sentences)
}

/** Those of a sentence, until another one is asked for. */
export function marksOfSentence(sentence: Sentence): Marks {
  return ofSentence.of(sentence, [sentence])
}
