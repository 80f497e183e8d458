import { holdingPattern } from '../../../rubric/concept.ts'
import { normalText } from '../../../rubric/text/normal-text.ts'
import { locateKey } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** A concept that no text of the task expresses may be one that no text can. */
export const noUnreachableConcept: LintRule = {
  name: 'no-unreachable-concept',
  severity: 'error',
  summary: 'Each of a task’s own concepts holds on one of its `accepts`, or on one of an item’s.',
  *check({ spec, source }, rubric) {
    const answers = spec.rubric.flatMap(({ accepts }) => accepts)
    for (const [id, { accepts = [] }] of Object.entries(spec.concepts ?? {})) {
      const concept = rubric.concepts.get(id)
      const holds = (text: string) =>
        concept !== undefined && holdingPattern(concept, normalText(text)) !== null
      if (accepts.some(holds) || answers.some(holds)) continue
      yield {
        span: locateKey(source.root, ['concepts', id]),
        message: `No right answer in this task expresses \`${id}\``,
        hint: 'Give it `accepts` that show how it is said, and patterns that hold on them',
      }
    }
  },
}
