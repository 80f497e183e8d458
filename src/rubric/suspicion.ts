import { type Concepts, holdingPattern } from './concept.ts'
import type { Evidence } from './evidence.ts'
import { anyOf } from './text/any-of.ts'
import type { NormalText } from './text/normal-text.ts'
import { troublesIn } from './text/polarity.ts'
import type { Sentence, Token } from './text/sentence.ts'

/** How far behind "might be" the trouble may stand that is only suspected. */
const REACH = 6

/** Words by which a clause says that it guesses. */
const GUESSES: ReadonlySet<string> = new Set(
  `conceivable conceivably imaginable maybe perhaps possibly presumably suspect suspects suspected suspicion suspicious
  unsure wonder wondering`.split(/\s+/),
)

/** Verdicts: what "might be" one of these says is a suspicion, whereas "may be lost" tells a consequence. */
const VERDICTS: ReadonlySet<string> = new Set(
  `bad broken buggy dangerous exploitable faulty flawed incorrect insecure open problematic prone risky subject
  susceptible unsafe vulnerable wrong`.split(/\s+/),
)

const MIGHT =
  /\b(?:might|may|could)\b(?: \w+ly| well| also| even| still)* (?:be|have|contain|suffer|exhibit)\b(?<rest>.*)/

/** Clauses that only say how sure the writer is of the one beside them. */
const FRAME =
  /^(?:i |i am |i 'm |we |we are |we 're )?(?:(?:not|n't) (?:\w+ )?(?:sure|certain)|unsure|suspect|guess|wonder|maybe|perhaps|possibly)$/

/** Begin a clause that no frame reaches. */
const TURNS: ReadonlySet<string> = new Set(['but', 'however', 'yet', 'although', 'though'])

/** Requests to look again. */
const REQUESTS = anyOf([
  /\b(?:please|pls|kindly)\b.*\b(?:check|verify|confirm|review|investigate|look|test|examine|see)\b/,
  /\bdouble check\w*\b/,
  /\b(?:another|second|closer|quick|fresh) (?:look|check|pair of eyes|opinion|inspection)\b/,
  /\b(?:have|take|having|taking|worth|deserves?|needs?|need) an? (?:\w+ )?(?:look|review|inspection|test)\b/,
  /\bworth (?:checking|verifying|reviewing|investigating|examining|testing|confirming)\b/,
  /\b(?:should|must|could|needs to|ought to) (?:\w+ )?be (?:double checked|reviewed|investigated|examined|looked)\b/,
  /\bconsider (?:checking|verifying|reviewing|investigating|whether)\b/,
  /\b(?:can|could) (?:someone|somebody|anyone|anybody|you) (?:\w+ )?(?:check|verify|confirm|look|review|have|take)\b/,
  /\b(?:not|n't|hardly) (?:\w+ ){0,2}(?:sure|certain|confident)\b/,
])

/**
 * Whether a message tells what its evidence asks for only in clauses that guess, ask, or want somebody to look: without
 * them it says nothing of it. A modal verb alone is no guess: "two requests may interleave" tells what follows.
 */
export function isOnlySuspected({ all }: Evidence, message: NormalText, concepts: Concepts): boolean {
  const plain = message.sentences.map(withoutGuesses)
  if (plain.every((sentence, index) => sentence === message.sentences[index])) return false
  const text: NormalText = { sentences: plain.filter(({ tokens }) => tokens.length > 0) }
  return !all.flat().some((id) => {
    const concept = concepts.get(id)
    return concept !== undefined && holdingPattern(concept, text) !== null
  })
}

function withoutGuesses(sentence: Sentence): Sentence {
  if (sentence.isQuestion) return sentence.with([])
  const framed = framedClauses(sentence)
  const clauses = sentence.clauses.filter(
    (clause, index) => !isGuess(clause, sentence.clauseTexts[index] ?? '') && !framed.has(index),
  )
  return clauses.length === sentence.clauses.length ? sentence : sentence.with(clauses)
}

/** The clauses beside a frame: the next one, or the one before where the sentence ends. */
function framedClauses({ clauses, clauseTexts }: Sentence): ReadonlySet<number> {
  return new Set(
    clauseTexts.flatMap((text, index) => {
      if (!FRAME.test(text)) return []
      const next = clauses[index + 1]?.[0]?.word
      if (next === undefined) return index - 1
      return TURNS.has(next) ? [] : index + 1
    }),
  )
}

function isGuess(clause: readonly Token[], text: string): boolean {
  if (clause.some(({ word }) => GUESSES.has(word))) return true
  if (REQUESTS.test(text)) return true
  const rest = MIGHT.exec(text)?.groups?.rest?.trim().split(' ').slice(0, REACH) ?? []
  return rest.some((word) => VERDICTS.has(word)) || troublesIn(rest)
}
