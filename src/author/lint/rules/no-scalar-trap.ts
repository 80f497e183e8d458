import type { Node, ScalarNode } from '../../syntax/tree.ts'
import type { LintRule } from '../rule.ts'

/** Plain texts that older readers of YAML take for something else: booleans, base 60, dates, grouped digits. */
const TEXT_TRAPS =
  /^(?:y|n|yes|no|on|off)$|^[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?$|^\d{4}-\d\d?-\d\d?(?:[Tt ].*)?$|^[-+]?\d[\d,]*_[\d_,]*(?:\.\d*)?$|^0b[01_]+$/i
/** Where a task gives a value as it is, whatever its type. */
const VALUES: ReadonlySet<string> = new Set(['args', 'kwargs', 'actual', 'expected', 'expected_any', 'rows'])

/** Among the values of calls a word may be anything, so its form must leave no doubt. */
export const noScalarTrap: LintRule = {
  name: 'no-scalar-trap',
  severity: 'warning',
  summary: 'A value of a call is written so that every reader of YAML takes it for the same.',
  *check({ source: { root } }) {
    for (const node of valuesIn(root, null, [])) {
      const written = node.span.source.text.slice(node.span.start, node.span.end)
      const plainly = JSON.stringify(node.value)
      if (node.style !== 'plain' || !isTrap(node, written, plainly)) continue
      yield {
        span: node.span,
        message:
          typeof node.value === 'string'
            ? `\`${written}\` is a text here, and something else to older readers of YAML`
            : `\`${written}\` is read as ${plainly}`,
        hint: `Write \`${plainly}\``,
        fix: [{ span: node.span, text: plainly }],
      }
    }
  },
}

function isTrap({ value }: ScalarNode, written: string, plainly: string): boolean {
  if (typeof value === 'string') return TEXT_TRAPS.test(written)
  // 1.0 and 1.50 are numbers as they are written; 010, 0x1F and 1e3 are not what they look like everywhere.
  return typeof value === 'number' && written !== plainly && !/^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(written)
}

/** Adds the scalars below keys whose values are taken as they are to those that are found already. */
function valuesIn(node: Node, key: string | null, found: ScalarNode[]): readonly ScalarNode[] {
  const isValue = key !== null && VALUES.has(key)
  if (node.kind === 'scalar') {
    if (isValue) found.push(node)
  } else if (node.kind === 'list') for (const item of node.items) valuesIn(item, key, found)
  else
    for (const entry of node.entries) {
      // `$date: 2026-03-01` says itself what it is.
      const isSpecial = isValue && entry.key.startsWith('$')
      if (!isSpecial) valuesIn(entry.value, isValue ? key : entry.key, found)
    }
  return found
}
