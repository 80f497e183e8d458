import { nodeAt } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** A remark that a group is not needed must be true, or somebody will take the group out. */
export const noFalseRedundant: LintRule = {
  name: 'no-false-redundant',
  severity: 'error',
  summary: 'A group of evidence that is called redundant keeps no wrong answer out.',
  *check({ source }, rubric) {
    for (const { item, path, evidence } of rubric.items)
      for (const [index, group] of (item.spec.evidence?.all ?? []).entries()) {
        if (Array.isArray(group)) continue
        const rest = { ...evidence, all: evidence.all.filter((_, other) => other !== index) }
        const needing = item.spec.rejects.findIndex((text) => rubric.holds(rest, text))
        if (needing === -1) continue
        yield {
          span: nodeAt(source.root, [...path, 'evidence', 'all', index, 'redundant']).span,
          message: `This group is needed: without it a reject of \`${item.spec.id}\` would pass`,
          notes: [{ message: 'This one', span: nodeAt(source.root, [...path, 'rejects', needing]).span }],
          hint: 'Write the group as a plain list',
        }
      }
  },
}
