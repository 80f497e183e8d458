import { holdingPattern } from '../../../rubric/concept.ts'
import { normalText } from '../../../rubric/text/normal-text.ts'
import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** A task's own concept holds on its accepts and on none of its rejects. */
export const requireTrueExamples: LintRule = {
  name: 'require-true-examples',
  severity: 'error',
  summary: 'A task’s own concept holds on its `accepts` and on none of its `rejects`.',
  *check({ source, spec, concepts }, rubric) {
    for (const id of Object.keys(spec.concepts ?? {})) {
      const [concept, declared] = [rubric.concepts.get(id), concepts.get(id)]
      if (!concept || !declared) continue
      for (const key of ['accepts', 'rejects'] as const)
        for (const [index, text] of declared[key].entries()) {
          const pattern = holdingPattern(concept, normalText(text))
          if ((pattern !== null) === (key === 'accepts')) continue
          const held =
            pattern === null
              ? null
              : { message: 'This pattern holds', span: declared.spans?.[pattern] ?? null }
          yield {
            span: nodeAt(source.root, ['concepts', id, key, index]).span,
            message:
              pattern === null ? `\`${id}\` does not hold on this text` : `\`${id}\` holds on this text`,
            notes: held ? [held] : [],
          }
        }
    }
  },
}
