import type { Diagnostic } from '../../core/diagnostic.ts'
import type { Source } from '../../core/source.ts'
import type { TaskSketch } from '../lint/sketch.ts'
import type { Suppression } from '../lint/suppressions.ts'

/** What there is to say of a corpus. */
export interface LintedCorpus {
  /** Those that have no errors, in the order of their ids. */
  readonly tasks: readonly { readonly id: string; readonly path: string }[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What one file says by itself, whatever the other files say and whatever is set. */
export interface FileReport {
  readonly path: string
  /** What is wrong with it as a task. */
  readonly faults: readonly Diagnostic[]
  /** What the rules about one task find. */
  readonly found: readonly Diagnostic[]
  readonly suppressions: readonly Suppression[]
  /** The task for the rules about many, and its file; null where there is none. */
  readonly sketch: TaskSketch | null
  readonly source: Source | null
}
