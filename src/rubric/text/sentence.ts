import type { Polarity } from './polarity.ts'
import { functionWords } from './words.ts'

/** A word with what is known of it wherever it stands: one object for as long as the word is remembered. */
export class Lexeme {
  readonly word: string
  readonly stem: string
  /** Whether it is a word of grammar, which tells nothing by itself. */
  readonly isGrammar: boolean
  /** The marks that it bears, and how many there were when these were read: kept here by `marks.ts`. */
  marks: readonly number[] = []
  marksKnown = 0

  constructor(word: string, stem: string) {
    this.word = word
    this.stem = stem
    this.isGrammar = functionWords.has(word)
  }
}

/** One word of a text, lower case. */
export class Token implements Polarity {
  readonly word: string
  readonly stem: string
  readonly denied: boolean
  readonly negated: boolean
  readonly lexeme: Lexeme

  constructor(lexeme: Lexeme, { denied, negated }: Polarity) {
    this.word = lexeme.word
    this.stem = lexeme.stem
    this.denied = denied
    this.negated = negated
    this.lexeme = lexeme
  }
}

/** The kinds of which a sentence may speak, as patterns tell, by their numbers. */
export interface SentenceKinds {
  /** What these patterns are looked up in. */
  readonly index: object
  /** Each once. */
  readonly kinds: readonly number[]
  /** Whether it affirms one. */
  include(kind: number): boolean
  mention(kind: number, use: 'heeded' | 'ignored'): boolean
}

/** Back quotes are plain apostrophes by now. */
const NAME = /(?:^|[\s(])'[\p{L}_$#][^' ]*'|[\p{L}\p{N}][._][\p{L}]|\p{Ll}\p{Lu}|\p{L}\(|\p{Lu}{3,}_/u

export class Sentence {
  readonly clauses: readonly (readonly Token[])[]
  /** Those of all clauses. */
  readonly tokens: readonly Token[]
  /** The words, one blank between them: what regular expressions see. */
  readonly text: string
  readonly isQuestion: boolean
  readonly #spelling: string
  #clauseTexts: readonly string[] | null = null
  /** The marks of its words, each once, and how many there were when these were read: kept here by `marks.ts`. */
  marks: readonly number[] = []
  marksKnown = 0
  /** The kinds that it may speak of, and by which patterns: kept here by `spoken-kinds.ts`. */
  kinds: SentenceKinds | null = null

  constructor(spelling: string, clauses: readonly (readonly Token[])[]) {
    this.clauses = clauses
    // `flat` takes longer.
    this.tokens = ([] as readonly Token[]).concat(...clauses)
    this.text = textOf(this.tokens)
    this.isQuestion = spelling.trimEnd().endsWith('?')
    this.#spelling = spelling
  }

  /** The words of each clause, one blank between them. */
  get clauseTexts(): readonly string[] {
    this.#clauseTexts ??= this.clauses.length === 1 ? [this.text] : this.clauses.map(textOf)
    return this.#clauseTexts
  }

  /** Whether it spells a name as code does: in back quotes, with a dot, a bracket or an inner capital. */
  get spellsName(): boolean {
    return NAME.test(this.#spelling)
  }

  /** The same sentence with some of its clauses only. */
  with(clauses: readonly (readonly Token[])[]): Sentence {
    return new Sentence(this.#spelling, clauses)
  }
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ word }) => word).join(' ')
}
