/**
 * How loosely evidence is written. Words thrown together say nothing, so a text of them should explain no item; where
 * many such texts do, a search that changes words meets one of them by luck.
 */
import { evidenceHolds } from '../../rubric/evidence.ts'
import { normalText } from '../../rubric/text/normal-text.ts'
import type { Row } from '../../runtime/bundle/opened.ts'
import type { Draw } from './exploit.ts'
import { wordsOf } from './sight.ts'
import { pick } from './write.ts'

/** How often the evidence of an item holds on thrown words, and the first text on which it did. */
export interface ThrownShare {
  readonly item: string
  readonly share: number
  readonly text: string
}

/** So many texts put the error of a share of 3 % at 0.3 %. */
const TEXTS = 4000
const WORDS = 20

/** The words of a row that agents see, those of context files among them, each once and in order. */
export function visibleWords({ files, task }: Row): readonly string[] {
  return [...new Set([...files.map(({ code }) => code), task.context].flatMap(wordsOf))].sort()
}

/** The item whose evidence holds most often on texts of visible words; null where none ever does. */
export function loosestItem(row: Row, draw: Draw): ThrownShare | null {
  const bowl = visibleWords(row)
  const texts = Array.from({ length: TEXTS }, (_, text) =>
    Array.from({ length: WORDS }, (_, place) => pick(draw, `thrown ${text} ${place}`, bowl)).join(' '),
  )
  const reads = texts.map((text) => ({ text, normal: normalText(text) }))
  const { items, concepts } = row.rubric
  const shares = items.map(({ id, evidence }) => {
    const held = reads.filter(({ normal }) => evidenceHolds(evidence, normal, concepts))
    return { item: id, share: held.length / TEXTS, text: held[0]?.text ?? '' }
  })
  const [loosest] = shares.sort((one, other) => other.share - one.share)
  return loosest && loosest.share > 0 ? loosest : null
}
