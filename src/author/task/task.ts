import type { Span } from '../../core/source.ts'
import type { ItemSpec, TaskSpec } from '../../model/task.ts'
import type { Outline, Range, SnippetLanguage } from '../language/language.ts'
import type { EmbeddedText } from '../syntax/embedded.ts'
import type { TaskConcepts } from './concepts.ts'
import type { TaskSource } from './validate.ts'

/** A file of the task as authored: with every defect. */
export interface TaskFile {
  readonly path: string
  readonly role: 'review' | 'given'
  readonly code: EmbeddedText
  readonly outline: Outline
  /** The place of its path in the YAML file. */
  readonly span: Span
}

/** A range of an authored file. */
export interface Place extends Range {
  readonly path: string
}

/** A replacement in an authored file. */
export interface Edit extends Place {
  readonly replacement: EmbeddedText
  /** The place of its `find`. */
  readonly span: Span
}

export interface TaskItem {
  readonly spec: ItemSpec
  readonly edits: readonly Edit[]
  readonly anchor: Place
  readonly also: readonly Place[]
  readonly span: Span
}

export interface TaskMark {
  readonly spec: NonNullable<TaskSpec['decoys']>[number]
  readonly place: Place
  readonly span: Span
}

/** Which items a served program has. */
export interface Variant {
  readonly name: string
  readonly present: ReadonlySet<string>
}

/** A task whose every reference has been found. */
export interface Task {
  readonly source: TaskSource
  readonly spec: TaskSpec
  readonly language: SnippetLanguage
  readonly files: readonly TaskFile[]
  readonly items: readonly TaskItem[]
  readonly decoys: readonly TaskMark[]
  readonly accepted: readonly TaskMark[]
  readonly fixtureModules: readonly TaskFile[]
  readonly concepts: TaskConcepts
  readonly variants: readonly Variant[]
}
