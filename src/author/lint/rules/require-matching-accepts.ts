import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** What an author calls a right answer must be one for the grader, as a whole finding and for this item. */
export const requireMatchingAccepts: LintRule = {
  name: 'require-matching-accepts',
  severity: 'error',
  *check({ source }, rubric) {
    for (const { item, path, evidence } of rubric.items) {
      for (const [index, text] of item.spec.accepts.entries()) {
        const span = nodeAt(source.root, [...path, 'accepts', index]).span
        const lack = rubric.lack(text)
        if (lack !== null) {
          yield {
            span,
            message: `The grader would not read this text: ${lack}`,
            hint: 'Write it as a finding would say it',
          }
          continue
        }
        const { holds, all, none } = rubric.weigh(evidence, text)
        if (holds) continue
        const [forbidden] = none
        const missing = all.indexOf(null)
        const groups = evidence.all[missing]
        yield {
          span,
          message: forbidden
            ? `This text expresses \`${forbidden.concept}\`, which is under \`none\``
            : groups
              ? `This text expresses nothing of ${groups.map((id) => `\`${id}\``).join(', ')}`
              : 'This text expresses too little of `any`',
          notes: groups
            ? [
                {
                  message: 'The group that it fails',
                  span: nodeAt(source.root, [...path, 'evidence', 'all', missing]).span,
                },
              ]
            : [],
          hint: 'Add a pattern for this way of saying it, or another concept to the group',
        }
      }
    }
  },
}
