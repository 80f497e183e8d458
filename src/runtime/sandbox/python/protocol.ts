import type { RunInput, RunResult } from '../run.ts'

/** What a child is told. After its last run it need not be put back. */
export interface Order {
  readonly kind: 'run'
  readonly input: RunInput
  readonly isLast: boolean
}

/** What a child says: it is ready for a run, what came of one, or that it cannot be put back for another. */
export type Word =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly result: RunResult }
  | { readonly kind: 'spent' }

/** The descriptor over which a packed image goes, out of the child that makes it and into those that use it. */
export const IMAGE_DESCRIPTOR = 4
