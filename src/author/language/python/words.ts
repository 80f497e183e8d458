import { closest } from '../../../core/suggestion.ts'
import type { Refusal } from '../language.ts'

/** Rules about a name that something does not have; the place is the name. */
const nameRules = ['reportAttributeAccessIssue', 'reportUndefinedVariable', 'reportCallIssue']

/** The names in a unit's files. */
export interface Names {
  readonly all: ReadonlySet<string>
  readonly exported: ReadonlySet<string>
}

/** A fault in one line, with the name that was probably meant where it is about a name. */
export function wordsOf(rule: string | null, text: string, underlined: string, names: Names): Refusal {
  const [fact = '', ...reasons] = text.split('\n').map((line) => line.trim().replace(/\.$/, ''))
  const reason = reasons.filter((line) => line !== '' && !isEcho(line, fact)).join('; ')
  const isName = rule !== null && nameRules.includes(rule) && fact.includes(`"${underlined}"`)
  const known = fact.endsWith('is unknown import symbol') ? names.exported : names.all
  const others = [...known].filter((name) => name !== underlined)
  const guess = isName ? closest(underlined, others) : null
  return {
    message: reason === '' ? fact : `${fact}: ${reason}`,
    hint: guess === null ? null : `Did you mean \`${guess}\`?`,
  }
}

/** Whether a reason names only what the fact has named: `Attribute "day" is unknown`. */
function isEcho(reason: string, fact: string): boolean {
  const named = [...reason.matchAll(/"[^"]*"/g)].map(([name]) => name)
  return named.length > 0 && named.every((name) => fact.includes(name))
}
