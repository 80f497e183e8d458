import type { ServedFile } from '../../runtime/bundle/opened.ts'
import type { RuleKinds } from './rule-kinds.ts'

/** What a linter says of a file under review. */
export interface LintMessage {
  readonly file: string
  /** 1-based and inclusive. */
  readonly lines: readonly [first: number, last: number]
  readonly rule: string
  readonly message: string
}

/** A linter of others, with all of its rules that are about bugs and security. */
export interface Linter {
  readonly kinds: RuleKinds
  /** What it says of the files under review, in the order of files and lines. The same files, the same messages. */
  lint(files: readonly ServedFile[]): readonly LintMessage[]
}
