import { closest } from '../../../core/suggestion.ts'
import type { Refusal } from '../language.ts'

/** Reasons that say again what the message has said. */
const ECHO = /^Attribute ".*" is unknown$|^".*" is not assignable to ".*"$/

/** Rules about a name that something does not have; the place is the name. */
const nameRules = ['reportAttributeAccessIssue', 'reportUndefinedVariable', 'reportCallIssue']

/** A fault in one line, with the name that was probably meant where it is about a name. */
export function wordsOf(
  rule: string | null,
  text: string,
  underlined: string,
  names: ReadonlySet<string>,
): Refusal {
  const [fact = '', ...reasons] = text.split('\n').map((line) => line.trim().replace(/\.$/, ''))
  const reason = reasons.filter((line) => line !== '' && !ECHO.test(line)).join('; ')
  const isName = rule !== null && nameRules.includes(rule) && fact.includes(`"${underlined}"`)
  const guess = isName
    ? closest(
        underlined,
        [...names].filter((name) => name !== underlined),
      )
    : null
  return {
    message: reason === '' ? fact : `${fact}: ${reason}`,
    hint: guess === null ? null : `Did you mean \`${guess}\`?`,
  }
}
