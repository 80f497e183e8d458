// The table of docs/calls.md: what each fixture that ships with the tool has.
import { fixtureMembers } from '../src/model/fixture-members.ts'

/** A row for each member, the fixture's name in the first of its rows. */
export function fixtureTable(): string {
  const code = (text: string) => `\`${text}\``.replaceAll('|', '\\|')
  const rows = Object.entries(fixtureMembers).flatMap(([use, members]) =>
    members.map(
      ({ signature, summary }, index) =>
        `| ${index === 0 ? code(use) : ''} | ${code(signature)} | ${summary} |`,
    ),
  )
  return ['| `use` | member | what it is |', '|---|---|---|', ...rows].join('\n')
}
