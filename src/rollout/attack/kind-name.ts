import { compileRegex } from '../../rubric/pattern/compile-regex.ts'
import { compilePattern, matchesPattern } from '../../rubric/pattern/pattern.ts'
import { normalText } from '../../rubric/text/normal-text.ts'

interface Held {
  /** As it is to be called. */
  readonly concept: string
  readonly pattern: string
  /** The kind that was named beside the text that was paid; null where none was. */
  readonly kind: string | null
}

/**
 * Says of a pattern that paid when the mere name of the kind is enough for it: titles are read together with what stands
 * below them, so whoever knows the kind is paid. Null for every other pattern.
 */
export function kindNameRemark({ concept, pattern, kind }: Held): string | null {
  const name = kind?.replaceAll('-', ' ') ?? ''
  const compiled = compilePattern(pattern, compileRegex)
  if (!compiled.ok || !matchesPattern(compiled.pattern, normalText(name))) return null
  return `The kind’s name, “${name}”, is read together with the claim as its title: \`${pattern}\` of \`${concept}\` holds on it alone, so the name pays`
}
