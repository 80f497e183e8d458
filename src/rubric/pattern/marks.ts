import type { NormalText } from '../text/normal-text.ts'
import type { Lexeme, Sentence } from '../text/sentence.ts'
import { Vocabulary } from './vocabulary.ts'

/** What patterns look for in single words. It grows with the patterns that are compiled, not with the texts. */
export const vocabulary = new Vocabulary()

/** A set of marks. */
export class Marks {
  /** By the number of a mark: 1 where it is there. */
  #isThere = new Uint8Array()
  readonly #all: number[] = []
  /** How many of those are there: to shorten the list would take longer. */
  #count = 0

  clear(): void {
    for (let index = 0; index < this.#count; index += 1) this.#isThere[this.#all[index] ?? 0] = 0
    this.#count = 0
    if (vocabulary.size > this.#isThere.length) this.#isThere = new Uint8Array(2 * vocabulary.size)
  }

  add(marks: readonly number[]): void {
    for (const mark of marks) {
      if (this.#isThere[mark] === 1) continue
      this.#isThere[mark] = 1
      this.#all[this.#count] = mark
      this.#count += 1
    }
  }

  /** Each once. */
  all(): readonly number[] {
    return this.#all.slice(0, this.#count)
  }

  hasSome(marks: readonly number[]): boolean {
    for (const mark of marks) if (this.#isThere[mark] === 1) return true
    return false
  }

  /** Whether it has some of a part of a list. */
  hasSomeOf(marks: Int32Array, start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) if (this.#isThere[marks[at] ?? 0] === 1) return true
    return false
  }

  /** Whether it has some of each list. */
  hasSomeOfEach(lists: readonly (readonly number[])[]): boolean {
    for (const list of lists) if (!this.hasSome(list)) return false
    return true
  }
}

/** The numbers of the marks that the words of a sentence bear, each once. */
export function marksIn(sentence: Sentence): readonly number[] {
  if (sentence.marksKnown !== vocabulary.size) marksOfSentence(sentence)
  return sentence.marks
}

/** The numbers of the marks that a word bears. */
export function marksOf(lexeme: Lexeme): readonly number[] {
  if (lexeme.marksKnown !== vocabulary.size) {
    lexeme.marks = vocabulary.marksOf(lexeme.word, lexeme.stem)
    lexeme.marksKnown = vocabulary.size
  }
  return lexeme.marks
}

const ofText = new Marks()
let currentText: NormalText | null = null
let sizeOfText = 0

/** Those of a text, until another one is asked for, for each is held against many patterns. */
export function marksOfText(text: NormalText): Marks {
  if (text === currentText && sizeOfText === vocabulary.size) return ofText
  currentText = text
  sizeOfText = vocabulary.size
  ofText.clear()
  for (const sentence of text.sentences) ofText.add(marksIn(sentence))
  return ofText
}

const ofSentence = new Marks()
let currentSentence: Sentence | null = null
let sizeOfSentence = 0

/** Those of a sentence, until another one is asked for. */
export function marksOfSentence(sentence: Sentence): Marks {
  if (sentence === currentSentence && sizeOfSentence === vocabulary.size) return ofSentence
  currentSentence = sentence
  sizeOfSentence = vocabulary.size
  ofSentence.clear()
  if (sentence.marksKnown === vocabulary.size) {
    ofSentence.add(sentence.marks)
  } else {
    for (const { lexeme } of sentence.tokens) ofSentence.add(marksOf(lexeme))
    sentence.marks = ofSentence.all()
    sentence.marksKnown = vocabulary.size
  }
  return ofSentence
}
