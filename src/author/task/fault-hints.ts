import { posix } from 'node:path'
import { closest } from '../../core/suggestion.ts'
import type { Fault } from '../../model/fault.ts'
import type { Node } from '../syntax/tree.ts'

/** More words than this are a page, not a hint. */
const MAX_LISTED = 20

/** The word that was probably meant, or else the words that there are. */
export function wordHint(word: string, words: readonly string[], noun: string): string | null {
  const guess = closest(word, words)
  if (guess !== null) return `Did you mean \`${guess}\`?`
  if (words.length === 0) return null
  if (words.length > MAX_LISTED) return `\`reviewgym schema task\` shows all ${words.length} words`
  return `${noun} allowed here: ${words.map((known) => `\`${known}\``).join(', ')}`
}

/** The same text in a form that fits, where one can be made of it: `Late Fee` as `late-fee`. */
export function formHint({
  input,
  pattern,
  examples = [],
}: Extract<Fault, { kind: 'no-match' }>): string | null {
  const words = String(input)
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/)
    .filter(Boolean)
    .map((word) => word.toLowerCase())
  const camel = words.map((word, index) =>
    index === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1),
  )
  const candidates = /[./]/.test(String(input))
    ? [posix.normalize(String(input)).replace(/^[/.]+/, '')]
    : [words.join('-'), camel.join('')]
  const fitting = candidates.find((candidate) => new RegExp(pattern, 'u').test(candidate))
  if (fitting !== undefined) return `Did you mean \`${fitting}\`?`
  return examples.length === 0 ? null : `For example \`${examples.join('`, `')}\``
}

/** YAML reads `1.0`, `null` and `- a: b` in ways that authors do not expect. */
export function typeHint(
  node: Node,
  { expected, input }: Extract<Fault, { kind: 'wrong-type' }>,
): string | null {
  const written = node.span.source.text.slice(node.span.start, node.span.end)
  const wantsText = expected.includes('string')
  if (node.kind !== 'scalar')
    return wantsText
      ? `Quote the text: ${/^[[{]/.test(written) ? `\`${written[0]}\` at its beginning` : node.kind === 'map' ? '`: ` in it' : '`- ` at its beginning'} means something to YAML`
      : expected.includes('array')
        ? 'Begin each entry of a list with `- `'
        : null
  if (input === null) {
    if (!/^(null|~)$/i.test(written)) return 'Write a value, or remove this'
    return wantsText ? `YAML reads \`${written}\` as nothing: quote it` : null
  }
  if (wantsText && node.style === 'plain') return `YAML reads \`${written}\` as a ${typeof input}: quote it`
  if (expected.includes('array')) return `For a list of one, write \`[${written}]\``
  if (expected.includes('boolean') && /^(no|off|yes|on)$/i.test(written))
    return `YAML 1.2 reads \`${written}\` as text: write \`${/^(no|off)$/i.test(written) ? 'false' : 'true'}\``
  return null
}
