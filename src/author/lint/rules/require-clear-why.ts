import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** `why` is what people are shown who ask why a finding counts: it must tell what the evidence asks for. */
export const requireClearWhy: LintRule = {
  name: 'require-clear-why',
  severity: 'warning',
  summary: 'An item’s `why` tells the defect so that the item’s own evidence holds on it.',
  *check({ source }, rubric) {
    for (const { item, path, evidence } of rubric.items) {
      const { why, id } = item.spec
      const lack = rubric.lack(why)
      const missing = rubric.weigh(evidence, why).all.indexOf(null)
      if (lack === null && missing === -1) continue
      const groups = evidence.all[missing] ?? []
      yield {
        span: nodeAt(source.root, [...path, 'why']).span,
        message:
          lack === null
            ? `This says nothing of ${groups.map((one) => `\`${one}\``).join(', ')}, which a finding about \`${id}\` must`
            : `This explains too little: ${lack}`,
        hint: 'Say cause and consequence, as the best of the `accepts` does',
      }
    }
  },
}
