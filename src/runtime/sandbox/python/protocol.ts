import type { RunInput, RunResult } from '../run.ts'

/** What a child is told, a line of JSON each: that the image is whole, or what to run. After its last run it need not be put back. */
export type Order =
  | { readonly kind: 'restore' }
  | { readonly kind: 'run'; readonly input: RunInput; readonly isLast: boolean }

/** What a child says, a line of JSON each: it is ready for its first run, or what came of one. The next order waits in the socket while it is put back. */
export type Word = { readonly kind: 'ready' } | { readonly kind: 'ran'; readonly result: RunResult }

/** The descriptor over which a child hears its orders and says its words. Its standard input is nobody's: programs can read that. */
export const TALK_DESCRIPTOR = 4

/** The descriptor of the file with the image: a child that makes it writes there, all others read. */
export const IMAGE_DESCRIPTOR = 3
/** Bytes at the start of that file which are no child's. */
export const IMAGE_START = 64
