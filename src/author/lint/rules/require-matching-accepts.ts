import type { Veto } from '../../../rubric/veto.ts'
import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

const reading: Readonly<Record<Veto, string>> = {
  denial: 'a denial',
  hedge: 'a mere suspicion',
  affirmation: 'praise of the code',
  generality: 'talk about code in general',
}

/** What an author calls a right answer must be one for the grader, as a whole finding and for this item. */
export const requireMatchingAccepts: LintRule = {
  name: 'require-matching-accepts',
  severity: 'error',
  summary: 'Every text under an item’s `accepts` is a right answer for the grader.',
  *check({ source }, rubric) {
    for (const one of rubric.items) {
      const { item, path, evidence } = one
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
        const veto = rubric.veto(one, text)
        if (holds && veto === null) continue
        if (holds) {
          yield {
            span,
            message: `The grader reads this text as ${reading[veto ?? 'denial']}`,
            hint: 'Say plainly what is wrong, as a reviewer who is sure would',
          }
          continue
        }
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
