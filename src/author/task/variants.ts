import { sha256 } from '../../core/canonical-json.ts'
import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import { closest } from '../../core/suggestion.ts'
import { nodeAt } from '../syntax/tree.ts'
import type { Variant } from './task.ts'
import type { TaskSource } from './validate.ts'

/** From this many items on, the clean program is served unless the task says otherwise. */
const CLEAN_FROM = 3

/** The served variants, each once, in the order of their rows: by a hash, so that a row's number tells nothing. */
export function resolveVariants(source: TaskSource, found: Diagnostic[]): readonly Variant[] {
  const { spec } = source
  const ids = spec.rubric.map(({ id }) => id)
  const names =
    spec.variants === undefined || spec.variants === 'default' ? defaultVariants(ids) : spec.variants
  const byItems = new Map<string, Variant>()
  for (const [index, name] of names.entries()) {
    const present = presentItems(name, ids)
    if ('unknown' in present) {
      found.push(unknownVariant(source, index, name, ids))
      continue
    }
    const key = ids.filter((id) => present.has(id)).join('+')
    if (!byItems.has(key)) byItems.set(key, { name, present })
  }
  const order = ([key]: [string, Variant]) => sha256(`reviewgym/row/${spec.id}/${key}`)
  return [...byItems].sort((a, b) => (order(a) < order(b) ? -1 : 1)).map(([, variant]) => variant)
}

function defaultVariants(ids: readonly string[]): readonly string[] {
  return ['all', ...ids.map((id) => `only:${id}`), ...(ids.length >= CLEAN_FROM ? ['clean'] : [])]
}

/** The items that a variant's name stands for. */
export function presentItems(
  name: string,
  ids: readonly string[],
): ReadonlySet<string> | { readonly unknown: string } {
  if (name === 'all') return new Set(ids)
  if (name === 'clean') return new Set()
  const [, word, rest] = /^(only|without):(.*)$/.exec(name) ?? []
  const named = (rest ?? name).split('+').map((id) => id.trim())
  const unknown = named.find((id) => !ids.includes(id))
  if (unknown !== undefined) return { unknown }
  return new Set(word === 'without' ? ids.filter((id) => !named.includes(id)) : named)
}

function unknownVariant(
  { root }: TaskSource,
  index: number,
  name: string,
  ids: readonly string[],
): Diagnostic {
  const words = ['all', 'clean', ...ids.flatMap((id) => [`only:${id}`, `without:${id}`, id])]
  const guess = closest(name, words)
  return diagnosticAt(
    'check/unknown-variant',
    nodeAt(root, ['variants', index]).span,
    `There is no variant \`${name}\``,
    {
      hint:
        guess === null
          ? 'Write `all`, `clean`, `only:<id>`, `without:<id>`, or ids joined by `+`'
          : `Did you mean \`${guess}\`?`,
    },
  )
}
