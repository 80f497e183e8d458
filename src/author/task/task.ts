import type { Span } from '../../core/source.ts'
import type { ItemSpec, TaskSpec } from '../../model/task.ts'
import type { Outline, Range, SnippetLanguage } from '../language/language.ts'
import type { EmbeddedText } from '../syntax/embedded.ts'
import type { TaskConcepts } from './concepts.ts'
import type { TaskSource } from './validate.ts'

/** Code as it stands in the YAML file. */
export interface AuthoredCode {
  readonly code: EmbeddedText
  readonly outline: Outline
}

/** A file of the task as authored: with every defect. */
export interface TaskFile extends AuthoredCode {
  readonly path: string
  readonly role: 'review' | 'given'
  /** What it was before the change under review; `absent` where the change adds it. */
  readonly before: 'same' | 'absent' | AuthoredCode
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

/** All code that stands in the task: its files, what they were before, and the modules of its fixtures. */
export function codesOf({ files, fixtureModules }: Task): readonly AuthoredCode[] {
  return [...shownCodes(files), ...fixtureModules]
}

/** The code that reviewers are shown: files, and what they were before. */
export function shownCodes(files: readonly TaskFile[]): readonly AuthoredCode[] {
  return files.flatMap((file) => (typeof file.before === 'string' ? file : [file, file.before]))
}
