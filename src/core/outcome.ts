import { type Diagnostic, hasErrors } from './diagnostic.ts'

/** What a stage of the compiler answers: a value unless there are errors, and whatever there is to say. */
export interface Outcome<Value> {
  readonly value: Value | null
  readonly diagnostics: readonly Diagnostic[]
}

/** The value is withheld when any diagnostic is an error. */
export function outcome<Value>(value: Value, diagnostics: readonly Diagnostic[]): Outcome<Value> {
  return { value: hasErrors(diagnostics) ? null : value, diagnostics }
}

export function failed(...diagnostics: Diagnostic[]): Outcome<never> {
  return { value: null, diagnostics }
}
