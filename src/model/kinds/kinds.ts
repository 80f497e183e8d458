import { apiKinds } from './api.ts'
import { concurrencyKinds } from './concurrency.ts'
import { correctnessKinds } from './correctness.ts'
import { dataKinds } from './data.ts'
import type { Kind } from './kind.ts'
import { performanceKinds } from './performance.ts'
import { privacyKinds } from './privacy.ts'
import { reliabilityKinds } from './reliability.ts'
import { securityKinds } from './security.ts'
import { testingKinds } from './testing.ts'

/** The closed public vocabulary, in the order of the documentation. */
export const kinds: readonly Kind[] = [
  ...securityKinds,
  ...correctnessKinds,
  ...concurrencyKinds,
  ...reliabilityKinds,
  ...dataKinds,
  ...apiKinds,
  ...performanceKinds,
  ...privacyKinds,
  ...testingKinds,
]

const byId: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [kind.id, kind]))

/** The kind of this name, or null when the vocabulary has no such word. */
export function findKind(id: string): Kind | null {
  return byId.get(id) ?? null
}

/** The only kind that covers this CWE number, or null when none or several do. */
export function kindOfCwe(cwe: number): Kind | null {
  const covering = kinds.filter((kind) => kind.cwe.includes(cwe))
  return covering.length === 1 ? (covering[0] ?? null) : null
}
