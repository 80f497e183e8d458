import type { RunInput, RunResult } from '../run.ts'

/** What a child is told. */
export type Order = { readonly kind: 'run'; readonly input: RunInput }

/** What a child says: it is ready for a run, or what came of one, after which it is ready again unless that was its last. */
export type Word =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly result: RunResult; readonly isLast: boolean }

/** The descriptor over which a packed image goes, out of the child that makes it and into those that use it. */
export const IMAGE_DESCRIPTOR = 4
