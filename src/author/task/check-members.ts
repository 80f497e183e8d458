import { type Diagnostic, diagnosticAt } from '../../core/diagnostic.ts'
import type { Span } from '../../core/source.ts'
import { closest } from '../../core/suggestion.ts'
import { fixtureMembers } from '../../model/fixture-members.ts'

/** Checks that a fixture that ships with the tool has the member that a call or a reading names; others may have any. */
export function checkMember(
  name: string,
  fixture: object,
  member: string,
  wanted: 'method' | 'property',
  span: Span,
): readonly Diagnostic[] {
  const use: unknown = Reflect.get(fixture, 'use')
  const members = typeof use === 'string' ? fixtureMembers[use] : undefined
  if (members === undefined) return []
  const found = members.find((candidate) => candidate.name === member)
  if (found?.kind === wanted) return []
  const message = `\`${name}\`, a fixture of \`use: ${use}\`, has no ${wanted} \`${member}\``
  if (found !== undefined) {
    const instead = wanted === 'method' ? `read: ${name}.${member}` : `call: ${name}.${member}`
    const hint = `It is a ${found.kind}: write \`${instead}\``
    return [diagnosticAt('check/unknown-member', span, message, { hint })]
  }
  const known = members.filter(({ kind }) => kind === wanted).map((candidate) => candidate.name)
  const guess = closest(
    member,
    members.map((candidate) => candidate.name),
  )
  const hint = guess === null ? listOf(wanted, known) : `Did you mean \`${guess}\`?`
  return [diagnosticAt('check/unknown-member', span, message, { hint })]
}

function listOf(wanted: 'method' | 'property', known: readonly string[]): string {
  if (known.length === 0) return `It has no ${wanted === 'method' ? 'methods' : 'properties'}`
  const names = known.map((name) => `\`${name}\``).join(', ')
  return `It has the ${wanted === 'method' ? 'methods' : 'properties'} ${names}`
}
