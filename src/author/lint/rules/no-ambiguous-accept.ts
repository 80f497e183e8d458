import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** A text that is right about one item must not be evidence for another. */
export const noAmbiguousAccept: LintRule = {
  name: 'no-ambiguous-accept',
  severity: 'error',
  summary: 'A text that is right about one item is evidence for no other.',
  *check({ source }, rubric) {
    for (const { item, path } of rubric.items) {
      for (const [index, text] of item.spec.accepts.entries()) {
        const other = rubric.items.find(
          (one) => one.item !== item && one.evidence.all.length > 0 && rubric.holds(one.evidence, text),
        )
        if (!other) continue
        yield {
          span: nodeAt(source.root, [...path, 'accepts', index]).span,
          message: `This text is evidence for \`${other.item.spec.id}\` too`,
          notes: [{ message: 'The other item', span: other.item.span }],
          hint: 'Ask more of the other item: another group, or a concept under `none`',
        }
      }
    }
  },
}
