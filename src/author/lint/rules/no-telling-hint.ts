import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'
import { tellingWord } from '../telling-words.ts'

/** A hint says where to look, never that something is wrong there, and least of all what. */
export const noTellingHint: LintRule = {
  name: 'no-telling-hint',
  severity: 'error',
  summary: 'No hint announces a defect or names the kind of one.',
  *check({ spec, source }) {
    const kinds = spec.rubric.map(({ kind }) => kind)
    for (const [index, hint] of spec.hints.entries()) {
      const word = tellingWord(hint, kinds)
      if (word === null) continue
      yield {
        span: nodeAt(source.root, ['hints', index]).span,
        message: `This hint says \`${word}\`, which gives a defect away`,
        hint: 'Point at a place or a path through the code, and leave the finding to the reviewer',
      }
    }
  },
}
