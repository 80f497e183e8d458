import type { Task, Variant } from './task.ts'
import { presentItems } from './variants.ts'

/** Up to this many items every variant is proved. */
const WHOLE_LATTICE = 4

/**
 * The variants that are proved: all 2ⁿ of them up to four items, above that all, clean, each alone and each left out,
 * and whatever the task serves besides.
 */
export function provedVariants(task: Task): readonly Variant[] {
  const ids = task.items.map(({ spec }) => spec.id)
  const named = ['all', 'clean', ...ids.map((id) => `without:${id}`), ...ids.map((id) => `only:${id}`)]
  const proved = named.flatMap((name) => {
    const present = presentItems(name, ids)
    return 'unknown' in present ? [] : { name, present }
  })
  const whole = ids.length > WHOLE_LATTICE ? [] : subsets(ids)
  const byItems = new Map<string, Variant>()
  for (const variant of [...proved, ...whole, ...task.variants]) {
    const key = keyOf(ids, variant.present)
    if (!byItems.has(key)) byItems.set(key, variant)
  }
  return [...byItems.values()]
}

function subsets(ids: readonly string[]): readonly Variant[] {
  return Array.from({ length: 2 ** ids.length }, (_, bits) => {
    const present = ids.filter((_, at) => bits & (1 << at))
    return { name: present.join('+'), present: new Set(present) }
  })
}

function keyOf(ids: readonly string[], present: ReadonlySet<string>): string {
  return ids.filter((id) => present.has(id)).join('+')
}
