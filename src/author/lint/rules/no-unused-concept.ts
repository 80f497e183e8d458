import { locateKey } from '../../syntax/tree.ts'
import { conceptIds } from '../../task/concepts.ts'
import type { LintRule } from '../rule.ts'

/** What no item asks for is either forgotten or left over. */
export const noUnusedConcept: LintRule = {
  name: 'no-unused-concept',
  severity: 'warning',
  summary: 'Some item’s evidence or remedy names each of the task’s own concepts.',
  *check({ spec, source }) {
    const named = new Set(spec.rubric.flatMap(conceptIds))
    for (const id of Object.keys(spec.concepts ?? {})) {
      if (named.has(id)) continue
      yield {
        span: locateKey(source.root, ['concepts', id]),
        message: `No item names the concept \`${id}\``,
        hint: 'Name it under `evidence` or `remedy`, or remove it',
      }
    }
  },
}
