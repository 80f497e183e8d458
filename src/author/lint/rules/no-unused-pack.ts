import type { Replacement } from '../../../core/diagnostic.ts'
import { spanOf } from '../../../core/source.ts'
import { findPack } from '../../../rubric/packs/packs.ts'
import { locateKey, type Node, nodeAt } from '../../syntax/tree.ts'
import { conceptIds } from '../../task/concepts.ts'
import type { LintRule } from '../rule.ts'

/** A pack of which nothing is used only takes its names from the task’s own concepts. */
export const noUnusedPack: LintRule = {
  name: 'no-unused-pack',
  severity: 'warning',
  summary: 'Some item names a concept of each pack in `use`.',
  *check({ spec, source }) {
    const named = new Set(spec.rubric.flatMap(conceptIds))
    for (const [index, name] of (spec.use ?? []).entries()) {
      if (Object.keys(findPack(name)?.concepts ?? {}).some((id) => named.has(id))) continue
      yield {
        span: nodeAt(source.root, ['use', index]).span,
        message: `No item names a concept of the pack \`${name}\``,
        hint: 'Take it out of `use`',
        fix: withoutEntry(source.root, index),
      }
    }
  },
}

/** The entry goes with the comma or the dash that makes it one, the last one with `use` itself. Where a comment would go with it, nothing is done. */
function withoutEntry(root: Node, index: number): readonly Replacement[] {
  const list = nodeAt(root, ['use'])
  const entries = list.kind === 'list' ? list.items.map(({ span }) => span) : []
  const [entry, next, before] = [entries[index], entries[index + 1], entries[index - 1]]
  const { source } = list.span
  if (!entry) return []
  const span = next
    ? spanOf(source, entry.start, next.start)
    : before
      ? spanOf(source, before.end, entry.end)
      : spanOf(source, locateKey(root, ['use']).start, lineEnd(source.text, list.span.end))
  return source.text.slice(span.start, span.end).includes('#') ? [] : [{ span, text: '' }]
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}
