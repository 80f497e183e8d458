/** Half-open range of UTF-16 offsets in a snippet. */
export interface Range {
  readonly start: number
  readonly end: number
}

export interface SyntaxFault extends Range {
  readonly message: string
  /** What to do, or null when the message says it all. */
  readonly hint: string | null
}

export interface ImportedName extends Range {
  /** What stands between the quotes. */
  readonly specifier: string
}

/** What a parser, without any types, knows of one file. */
export interface Outline {
  readonly faults: readonly SyntaxFault[]
  readonly imports: readonly ImportedName[]
  readonly comments: readonly (Range & { readonly text: string })[]
  /** Every name in the file, once. */
  readonly identifiers: readonly string[]
  /** The named functions, methods and classes: where a finding can be. */
  readonly scopes: readonly Range[]
  /** Names that other files and calls can reach. */
  readonly exports: readonly string[]
  /** The function, method or class around a range; at top level the statement and two lines either side. */
  functionScope(range: Range): Range
  /** The innermost block around a range and one line either side. */
  blockScope(range: Range): Range
}

/** The files that are checked together; other units are as if they were not there. */
export interface CheckUnit {
  readonly files: readonly { readonly path: string; readonly code: string }[]
}

/** What the type checker found in one file of a unit. */
export interface TypeFault extends Range {
  readonly path: string
  /** The checker's own number: `TS2322`. */
  readonly code: string
  readonly message: string
  /** What to do, or null when the message says it all. */
  readonly hint: string | null
}

/** A language that snippets can be written in. */
export interface SnippetLanguage {
  readonly name: string
  /** Names the type checker, its version and its rules. */
  readonly checker: string
  /** Modules that the sandbox has. */
  readonly modules: readonly string[]
  /** Endings that an import may leave out, and that a fixture's module gets. */
  readonly extensions: readonly string[]
  outline(path: string, code: string): Outline
  /** The faults of each unit, in the order of the units. They do not depend on the other units. */
  check(units: readonly CheckUnit[]): Promise<readonly (readonly TypeFault[])[]>
}
