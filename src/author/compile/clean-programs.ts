import { canonicalJson, sha256 } from '../../core/canonical-json.ts'
import type { CheckUnit } from '../language/language.ts'

/** The programs of a task in which a type checker found nothing, by their content, kept from one compilation to the next. */
export class CleanPrograms {
  readonly #checker: string
  readonly #kept: ReadonlySet<string>
  readonly #used = new Set<string>()

  /** `checker` names the checker and its rules; what another one said is worth nothing. */
  constructor(checker: string, kept: string | null) {
    this.#checker = checker
    this.#kept = new Set(readKept(kept))
  }

  has(unit: CheckUnit): boolean {
    const key = this.#key(unit)
    if (!this.#kept.has(key)) return false
    this.#used.add(key)
    return true
  }

  add(unit: CheckUnit): void {
    this.#used.add(this.#key(unit))
  }

  /** What the next compilation may use, or null when it is what this one found. */
  toKeep(): string | null {
    const isSame = this.#used.size === this.#kept.size && [...this.#used].every((key) => this.#kept.has(key))
    return isSame ? null : JSON.stringify([...this.#used].sort())
  }

  #key(unit: CheckUnit): string {
    return sha256(canonicalJson([this.#checker, unit.files]))
  }
}

function readKept(text: string | null): readonly string[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.map(String) : []
  } catch {
    return []
  }
}
