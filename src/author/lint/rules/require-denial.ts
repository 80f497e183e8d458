import { locateOwner } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** Without a denial among the wrong answers, nothing shows that the evidence minds what is said and not only named. */
export const requireDenial: LintRule = {
  name: 'require-denial',
  severity: 'error',
  summary: 'One of an item’s `rejects` denies the defect in the words of its evidence.',
  *check({ source }, rubric) {
    for (const one of rubric.items) {
      const { item, path, evidence } = one
      if (
        evidence.all.length === 0 ||
        item.spec.rejects.some((text) => ['denial', 'affirmation'].includes(rubric.veto(one, text) ?? ''))
      )
        continue
      yield {
        span: locateOwner(source.root, [...path, 'rejects']),
        message: `None of the rejects of \`${item.spec.id}\` denies the defect in the words of its evidence`,
        hint: 'Add one that says that it is not there: “… is bound as a parameter, so no injection is possible”',
      }
    }
  },
}
