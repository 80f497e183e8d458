import type { Lines } from './bundle.ts'

/** What an author's corpus is like now, as the page shows it while the tasks are edited. */
export interface WorkState {
  /** Grows with every change of anything here. */
  readonly revision: number
  /** `faulty`: there are errors, and the last sound bundle is served. */
  readonly phase: 'compiling' | 'sound' | 'faulty'
  readonly served: { readonly sha256: string; readonly tasks: number; readonly rows: number }
  readonly files: number
  readonly diagnostics: readonly ShownDiagnostic[]
  /** The tasks that could be proved, errors elsewhere or not. */
  readonly tasks: readonly ShownTask[]
  /** What cheaters are doing; `off` where none are let loose. */
  readonly attacks: 'off' | 'waiting' | 'playing' | 'played'
}

export interface ShownDiagnostic {
  readonly severity: 'error' | 'warning' | 'info'
  readonly code: string
  readonly message: string
  /** `file:line:column`, or the file alone. */
  readonly place: string
  /** The lines around the place, the place underlined; null where none can be named. */
  readonly frame: string | null
  readonly notes: readonly string[]
  readonly hint: string | null
}

export interface ShownTask {
  readonly id: string
  readonly variants: readonly string[]
  readonly items: readonly {
    readonly id: string
    readonly kind: string
    readonly cases: number
    /** Cases that turn right when one fix alone is applied, by the item whose fix it is. */
    readonly flips: Readonly<Record<string, number>>
  }[]
  readonly tests: number
  readonly testsHold: number
  /** For each cheater the setting in which it comes closest to its bound; null as long as none has played. */
  readonly attacks: readonly ShownAttack[] | null
}

export interface ShownAttack {
  readonly exploit: string
  readonly rows: string
  readonly profile: string
  readonly mean: number
  readonly bound: number | null
  readonly verdict: 'holds' | 'broken' | 'measured'
}

/** The rubric of a row with what it takes to understand it. */
export interface ShownRubric {
  readonly variant: string
  /** The variants of all rows of the task, by row number. */
  readonly variants: readonly string[]
  readonly language: string
  /** The program of the row. `before` is the text before the change under review, where there is one. */
  readonly files: readonly {
    readonly path: string
    readonly role: 'review' | 'given'
    readonly code: string
    readonly before?: string | null
  }[]
  readonly items: readonly ShownItem[]
  readonly decoys: readonly { readonly id: string; readonly kinds: readonly string[]; readonly at: Lines }[]
}

export interface ShownItem {
  readonly id: string
  readonly kind: string
  readonly severity: string
  readonly why: string
  /** Its anchor, then the places that are equally right. */
  readonly places: readonly Lines[]
  readonly recommendation: string
  /** The files that its fix changes, as they are without and with it. */
  readonly fix: readonly { readonly path: string; readonly before: string; readonly after: string }[]
  readonly cases: readonly {
    readonly calls: unknown
    readonly actual: unknown
    readonly expected: unknown
  }[]
}
