import { nodeAt } from '../../syntax/tree.ts'
import { holdingNotes } from '../holding-notes.ts'
import type { LintRule } from '../rule.ts'

/** What an author calls a wrong answer must explain no item. */
export const noMatchingReject: LintRule = {
  name: 'no-matching-reject',
  severity: 'error',
  summary: 'No text under `rejects` explains any item.',
  *check(task, rubric) {
    for (const { item, path } of rubric.items) {
      for (const [index, text] of item.spec.rejects.entries()) {
        const matched = rubric.items.find(
          (one) =>
            one.evidence.all.length > 0 &&
            rubric.holds(one.evidence, text) &&
            rubric.veto(one, text) === null,
        )
        if (!matched) continue
        yield {
          span: nodeAt(task.source.root, [...path, 'rejects', index]).span,
          message: `This text counts as an explanation of \`${matched.item.spec.id}\``,
          notes: holdingNotes(task, rubric, matched, text),
          hint: 'Narrow one of these patterns, or ask for one more group',
        }
      }
    }
  },
}
