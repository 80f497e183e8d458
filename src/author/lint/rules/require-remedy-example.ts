import { nodeAt } from '../../syntax/tree.ts'
import { exampleRecommendation, groupsOf } from '../../task/concepts.ts'
import type { LintRule } from '../rule.ts'

/** The oracle must be able to recommend the remedy: from the examples of the concepts that it asks for. */
export const requireRemedyExample: LintRule = {
  name: 'require-remedy-example',
  severity: 'error',
  summary: 'The examples of the remedy’s concepts recommend the remedy.',
  *check({ source, concepts }, rubric) {
    for (const { item, path } of rubric.items) {
      const groups = groupsOf(item.spec.remedy)
      if (groups.length === 0 || rubric.recommends(groups, exampleRecommendation(concepts, groups))) continue
      yield {
        span: nodeAt(source.root, [...path, 'remedy']).span,
        message: `No example of these concepts recommends the remedy of \`${item.spec.id}\``,
        hint: 'Give the first concept of each group `accepts` on which it holds',
      }
    }
  },
}
