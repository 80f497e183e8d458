import { closest } from '../core/suggestion.ts'
import { UsageError } from './host.ts'

/** The entry of this name, or a usage error that names the closest one. */
export function named<Entry extends { readonly name: string }>(
  what: string,
  name: string,
  all: readonly Entry[],
): Entry {
  const found = all.find((entry) => entry.name === name)
  if (found) return found
  const names = all.map((entry) => entry.name)
  const guess = closest(name, names)
  throw new UsageError(
    `There is no ${what} \`${name}\``,
    guess === null ? `There are: ${names.join(', ')}` : `Did you mean \`${guess}\`?`,
  )
}
