import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** A group that no wrong answer needs is either too weak, or its counterexample is missing. */
export const noNeedlessGroup: LintRule = {
  name: 'no-needless-group',
  severity: 'error',
  summary: 'Every group of evidence keeps some wrong answer out.',
  *check({ source }, rubric) {
    for (const { item, path, evidence } of rubric.items) {
      for (const [index, group] of (item.spec.evidence?.all ?? []).entries()) {
        const rest = { ...evidence, all: evidence.all.filter((_, other) => other !== index) }
        const isNeeded = item.spec.rejects.some((text) => rubric.holds(rest, text))
        if (isNeeded || !Array.isArray(group)) continue
        yield {
          span: nodeAt(source.root, [...path, 'evidence', 'all', index]).span,
          message: `No reject of \`${item.spec.id}\` would pass without this group`,
          hint: 'Add a reject that only this group keeps out, drop the group, or write `{of: […], redundant: why}`',
        }
      }
    }
  },
}
