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

export interface UndefinedName extends Range {
  readonly name: string
  /** The defined name that was probably meant, or null when none is close. */
  readonly meant: string | null
}

export interface ImportedName extends Range {
  /** The module as the file names it. */
  readonly specifier: string
  /** Names taken from it that can be modules themselves. */
  readonly members: readonly (Range & { readonly name: string })[]
}

/** Why something cannot be as it is, in an author's words. */
export interface Refusal {
  readonly message: string
  /** What to do, or null when the message says it all. */
  readonly hint: string | null
}

export interface ImportFault extends Range, Refusal {}

/** What a parser, without any types, knows of one file. */
export interface Outline {
  readonly faults: readonly SyntaxFault[]
  /** Names that nothing defines, where the parser can tell; none in a file with faults. */
  readonly undefinedNames: readonly UndefinedName[]
  readonly imports: readonly ImportedName[]
  readonly comments: readonly (Range & { readonly text: string })[]
  /** Where the file tells the type checker to look away. */
  readonly looseTypes: readonly Range[]
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

export interface TypeChecker {
  /** Names the type checker, its version and its rules. */
  readonly checker: string
  /** The faults of each unit, in the order of the units. They do not depend on the other units. */
  check(units: readonly CheckUnit[]): Promise<readonly (readonly TypeFault[])[]>
}

/** A type checker that is a program of its own, and installed apart. */
export interface NativeCompiler {
  readonly version: string
  /** Where it is on the disk. */
  readonly program: string
}

/** A language that snippets can be written in. */
export interface SnippetLanguage extends TypeChecker {
  readonly name: string
  /** The ending of a snippet's path; a fixture's module gets it too. */
  readonly extension: string
  /** Why no snippet can have this path, or null when one can. */
  refusePath(path: string): Refusal | null
  outline(path: string, code: string): Outline
  /** What is wrong with an import in the file `from`, when these are the paths of its task. */
  importFaults(imported: ImportedName, from: string, paths: ReadonlySet<string>): readonly ImportFault[]
  /** The same faults, found sooner with a native compiler; the checker itself where it knows none. */
  withNative(compiler: NativeCompiler): TypeChecker
}
