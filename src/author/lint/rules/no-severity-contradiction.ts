import type { SeverityWord } from '../../../model/finding.ts'
import { normalText } from '../../../rubric/text/normal-text.ts'
import type { Token } from '../../../rubric/text/sentence.ts'
import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** Words that call a defect grave, and words that call it slight. */
const GRAVE: ReadonlySet<string> = new Set(
  'catastrophic critical devastating disastrous grave severe'.split(' '),
)
const SLIGHT: ReadonlySet<string> = new Set(
  'cosmetic harmless insignificant marginal minor negligible nitpick nit trivial unimportant'.split(' '),
)
/** Of these things, `critical` says nothing about a defect. */
const CRITICAL_THINGS: ReadonlySet<string> = new Set(['section', 'sections', 'path', 'region'])

const isSerious = (severity: SeverityWord) => severity === 'critical' || severity === 'high'

/** An item that its author's own texts call a trifle, or a disaster, is weighted wrongly or described wrongly. */
export const noSeverityContradiction: LintRule = {
  name: 'no-severity-contradiction',
  severity: 'warning',
  summary: 'No text of an item calls it graver or slighter than its severity does.',
  *check({ source }, rubric) {
    for (const { item, path } of rubric.items) {
      const texts = [
        { text: item.spec.why, at: ['why'] },
        ...item.spec.accepts.map((text, index) => ({ text, at: ['accepts', index] })),
      ]
      for (const { text, at } of texts) {
        const word = contradiction(text, item.spec.severity)
        if (word === null) continue
        yield {
          span: nodeAt(source.root, [...path, ...at]).span,
          message: `\`${item.spec.id}\` is \`${item.spec.severity}\`, and this text calls it ${word}`,
          hint: 'Change the severity, which decides what the item weighs, or the text',
        }
      }
    }
  },
}

/** The word by which a text calls a serious defect slight or a slight one grave; null when it does not. */
function contradiction(text: string, severity: SeverityWord): string | null {
  for (const { tokens } of normalText(text).sentences) {
    for (const [index, token] of tokens.entries()) {
      const weight = weightOf(token, tokens[index + 1])
      if (weight === null || (weight === 'grave') === isSerious(severity)) continue
      return token.denied ? `not ${token.word}` : token.word
    }
  }
  return null
}

function weightOf({ word, denied }: Token, next: Token | undefined): 'grave' | 'slight' | null {
  if (GRAVE.has(word) && !CRITICAL_THINGS.has(next?.word ?? '')) return denied ? 'slight' : 'grave'
  return SLIGHT.has(word) ? (denied ? 'grave' : 'slight') : null
}
