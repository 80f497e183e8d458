import type { Bundle } from '../model/bundle.ts'

/** What was done to a bundle's tasks before it was written, in a few words. */
export function describeChecks({ proof, attacks }: Pick<Bundle, 'proof' | 'attacks'>): string {
  if (proof === null) return 'not proved'
  return attacks === null ? 'proved, not attacked' : 'proved and attacked'
}
